// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kruise.rollouts.model.v1beta1.BlueGreenStrategy;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.CanaryStrategy;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutPause;
import io.kruise.rollouts.model.v1beta1.RolloutSpec;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A Rollout of a Deployment. Immutable; each verb returns a copy. */
public final class RolloutFixture {

  /** How the new version comes in. */
  private enum Style {
    PARTITION,
    EXTRA_WORKLOAD,
    BLUE_GREEN
  }

  private final String name;
  private final Style style;
  private final String deployment;
  private final List<IntOrString> steps;
  private final List<Duration> pauses;

  private RolloutFixture(
      String name, Style style, String deployment, List<IntOrString> steps, List<Duration> pauses) {
    this.name = requireNonNull(name, "name");
    this.style = style;
    this.deployment = requireNonNull(deployment, "deployment");
    this.steps = steps;
    this.pauses = pauses;
  }

  /**
   * A canary in the Deployment itself: the guide's style, with its steps 1, 50%, 100% of
   * "workload-demo".
   *
   * @param name the Rollout's name
   * @return the fixture
   */
  public static RolloutFixture canary(String name) {
    return of(name, Style.PARTITION);
  }

  /**
   * A canary with a Deployment of its own for the new version.
   *
   * @param name the Rollout's name
   * @return the fixture
   */
  public static RolloutFixture canaryWithExtraWorkload(String name) {
    return of(name, Style.EXTRA_WORKLOAD);
  }

  /**
   * A blue-green release.
   *
   * @param name the Rollout's name
   * @return the fixture
   */
  public static RolloutFixture blueGreen(String name) {
    return of(name, Style.BLUE_GREEN);
  }

  private static RolloutFixture of(String name, Style style) {
    return new RolloutFixture(
        name,
        style,
        "workload-demo",
        List.of(new IntOrString(1), new IntOrString("50%"), new IntOrString("100%")),
        List.of());
  }

  /**
   * For another Deployment.
   *
   * @param deploymentName its name
   * @return a copy
   */
  public RolloutFixture forDeployment(String deploymentName) {
    return new RolloutFixture(name, style, deploymentName, steps, pauses);
  }

  /**
   * With other steps.
   *
   * @param replicas for each step a count or a percentage such as "50%"
   * @return a copy
   */
  public RolloutFixture steps(IntOrString... replicas) {
    return new RolloutFixture(name, style, deployment, List.of(replicas), pauses);
  }

  /**
   * With pauses that end by themselves.
   *
   * @param durations of the first step, the second and so on, in whole seconds; the steps beyond
   *     them wait for an approval
   * @return a copy
   */
  public RolloutFixture pauses(Duration... durations) {
    return new RolloutFixture(name, style, deployment, steps, List.of(durations));
  }

  /**
   * The object.
   *
   * @return a new one each time, without a namespace
   */
  public Rollout build() {
    RolloutStrategy strategy = new RolloutStrategy();
    List<CanaryStep> planned = IntStream.range(0, steps.size()).mapToObj(this::step).toList();
    if (style == Style.BLUE_GREEN) {
      strategy.setBlueGreen(BlueGreenStrategy.builder().steps(planned).build());
    } else {
      strategy.setCanary(
          CanaryStrategy.builder()
              .enableExtraWorkloadForCanary(style == Style.EXTRA_WORKLOAD)
              .steps(planned)
              .build());
    }
    Rollout rollout = new Rollout();
    rollout.setMetadata(new ObjectMetaBuilder().withName(name).build());
    rollout.setSpec(
        RolloutSpec.builder()
            .workloadRef(
                WorkloadRef.builder()
                    .apiVersion("apps/v1")
                    .kind("Deployment")
                    .name(deployment)
                    .build())
            .strategy(strategy)
            .build());
    return rollout;
  }

  private CanaryStep step(int index) {
    CanaryStep step = CanaryStep.builder().replicas(steps.get(index)).build();
    if (index < pauses.size()) {
      step.setPause(
          RolloutPause.builder().duration(Math.toIntExact(pauses.get(index).toSeconds())).build());
    }
    return step;
  }
}
