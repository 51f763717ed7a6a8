// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import io.kruise.rollouts.testkit.RolloutState;
import io.kruise.rollouts.testkit.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits for real, so it is no part of a build: {@code mvn verify -Pwall-clock}. */
@Tag("wall-clock")
@Timeout(300)
@DisplayName("on the wall clock and in a test's own time")
class WallClockTest {
  private static final String NAME = "rollouts-demo";
  private static final int STEPS = 20;

  @Test
  @DisplayName("the guide's release goes through the same states in the same order")
  void guide() {
    assertSame(
        RolloutFixture.canary(NAME),
        10,
        demo -> {
          demo.waitForStep(1);
          demo.approve(ApproveOptions.step(1));
          demo.waitForStep(2);
          demo.approve(ApproveOptions.step(2));
          demo.waitFor(StepExpectation.completed(), WaitOptions.defaults());
        });
  }

  @Test
  @DisplayName("20 steps with pauses of one and two seconds do")
  void twentySteps() {
    Duration[] pauses =
        IntStream.range(0, STEPS)
            .mapToObj(step -> Duration.ofSeconds(1 + step % 2))
            .toArray(Duration[]::new);
    IntOrString[] pods =
        IntStream.rangeClosed(1, STEPS).mapToObj(IntOrString::new).toArray(IntOrString[]::new);
    assertSame(
        RolloutFixture.canary(NAME).steps(pods).pauses(pauses),
        STEPS,
        demo -> demo.waitFor(StepExpectation.completed(), WaitOptions.defaults()));
  }

  private static void assertSame(RolloutFixture plan, int pods, Consumer<RolloutOps> release) {
    try (FakeKruise virtual = FakeKruise.builder().virtualTime().start();
        FakeKruise live = FakeKruise.start()) {
      List<String> inVirtualTime =
          path(
              virtual,
              KruiseClock.of(virtual),
              kruise -> kruise.advance(Duration.ofSeconds(10)),
              plan,
              pods,
              release);
      assertThat(path(live, WaitClock.system(), WallClockTest::awaitHealthy, plan, pods, release))
          .hasSizeGreaterThan(10)
          .isEqualTo(inVirtualTime);
    }
  }

  private static void awaitHealthy(FakeKruise kruise) {
    kruise
        .client()
        .resources(Rollout.class)
        .withName(NAME)
        .waitUntilCondition(
            rollout -> rollout != null && RolloutState.of(rollout).phase().equals("Healthy"),
            1,
            TimeUnit.MINUTES);
  }

  /** The states that the Rollout was in, each once in a row. */
  private static List<String> path(
      FakeKruise kruise,
      WaitClock clock,
      Consumer<FakeKruise> ready,
      RolloutFixture plan,
      int pods,
      Consumer<RolloutOps> release) {
    KubernetesClient client = kruise.client();
    RolloutOps demo = RolloutsClient.on(client, clock).inNamespace("default").withName(NAME);
    client.resource(DeploymentFixture.deployment(NAME).replicas(pods).build()).create();
    client.resource(plan.forDeployment(NAME).build()).create();
    ready.accept(kruise);
    ReleaseFixture.release("version-2", NAME).deploy(client);
    release.accept(demo);
    List<String> path = new ArrayList<>(Collections.singleton(""));
    for (Transition transition : kruise.history().transitions()) {
      RolloutState to = transition.to();
      String state = to.brief() + " " + to.step() + " of " + to.nextStep() + " " + to.stepState();
      if (!state.equals(path.get(path.size() - 1))) {
        path.add(state);
      }
    }
    return path;
  }
}
