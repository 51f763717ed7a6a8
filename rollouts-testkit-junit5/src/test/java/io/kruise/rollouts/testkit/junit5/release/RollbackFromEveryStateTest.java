// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.RolloutFixture;
import io.kruise.rollouts.testkit.junit5.KruiseClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
@DisplayName(
    "a rollback, from every state that a release goes through, lands on the stable revision")
class RollbackFromEveryStateTest {
  private static final Duration TICK = Duration.ofMillis(25);
  private static final int MOST_TICKS = 8_000;
  private static final String NAME = "demo";

  private record Style(String name, Supplier<RolloutFixture> plan, boolean held) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Style> styles() {
    return List.of(
        new Style("partition", () -> RolloutFixture.canary(NAME), false),
        new Style(
            "partition that ends with all pods new, paused",
            () ->
                RolloutFixture.canary(NAME)
                    .steps(new IntOrString(1), new IntOrString(3), new IntOrString(4)),
            false),
        new Style("partition, held at each step", () -> RolloutFixture.canary(NAME), true),
        new Style("extra workload", () -> RolloutFixture.canaryWithExtraWorkload(NAME), false),
        new Style("blue-green", () -> RolloutFixture.blueGreen(NAME), false));
  }

  @TestFactory
  Stream<DynamicTest> everyState() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Style style : styles()) {
      for (String state : statesOf(style)) {
        tests.add(DynamicTest.dynamicTest(style + ": " + state, () -> rollsBackFrom(style, state)));
      }
    }
    return tests.stream();
  }

  private static Set<String> statesOf(Style style) {
    Set<String> seen = new LinkedHashSet<>();
    try (Scene scene = new Scene(style)) {
      for (int tick = 0; tick < MOST_TICKS && !scene.over(); tick++) {
        seen.add(scene.state());
        scene.tick();
      }
      assertThat(scene.over()).as("the walk through all states ends").isTrue();
      seen.add(scene.state());
    }
    return seen;
  }

  private static void rollsBackFrom(Style style, String state) {
    try (Scene scene = new Scene(style)) {
      for (int tick = 0; tick < MOST_TICKS && !scene.state().equals(state); tick++) {
        scene.tick();
      }
      assertThat(scene.state()).isEqualTo(state);

      Rollback rollback = scene.release.rollback(WaitOptions.atMost(Duration.ofMinutes(30)));

      Deployment after = scene.workload();
      assertThat(scene.version(after)).as(rollback.toString()).isEqualTo("version-1");
      assertThat(after.getSpec().getPaused()).isNotEqualTo(true);
      assertThat(after.getStatus().getUpdatedReplicas()).isEqualTo(4);
      assertThat(after.getStatus().getReadyReplicas()).isEqualTo(4);
      assertThat(scene.ops.get().phase()).isEqualTo(RolloutPhase.HEALTHY);
      assertThat(scene.pods("version-2")).isZero();
    }
  }

  /** A release under way, moved on tick by tick. */
  private static final class Scene implements AutoCloseable {
    final FakeKruise kruise = FakeKruise.builder().virtualTime().start();
    final KubernetesClient kubernetes = kruise.client();
    final RolloutOps ops;
    final Release release;
    private final boolean holds;

    Scene(Style style) {
      holds = style.held();
      kubernetes.resource(DeploymentFixture.deployment(NAME).replicas(4).build()).create();
      kubernetes.resource(style.plan().get().forDeployment(NAME).build()).create();
      kruise.advance(Duration.ofSeconds(5));
      ops =
          RolloutsClient.on(kubernetes, KruiseClock.of(kruise))
              .inNamespace("default")
              .withName(NAME);
      release =
          ops.release(
              ReleaseRequest.of("r2", TemplateChange.env("busybox", "VERSION", "version-2")));
    }

    String state() {
      RolloutView view = ops.get();
      return view.phase()
          + view.progressing().map(reason -> "/" + reason.value()).orElse("")
          + " "
          + view.position()
          + (view.held() ? " held" : "");
    }

    boolean over() {
      RolloutView view = ops.get();
      return view.phase() == RolloutPhase.HEALTHY && view.succeeded().isPresent();
    }

    /** Approves what waits, at the second tick, so that the pause is a state of its own. */
    void tick() {
      RolloutView view = ops.get();
      kruise.advance(TICK);
      boolean paused =
          view.position().state() == StepState.STEP_PAUSED
              && view.phase() == RolloutPhase.PROGRESSING
              && view.waitsForApproval(view.position().stepIndex())
              && view.message().contains("manually confirm");
      if (paused && holds && !view.held()) {
        release.pause();
      } else if (view.held()) {
        release.resume();
        ops.approve(ApproveOptions.step(view.position().stepIndex()));
      } else if (paused) {
        ops.approve(ApproveOptions.step(view.position().stepIndex()));
      }
    }

    Deployment workload() {
      return kubernetes.apps().deployments().inNamespace("default").withName(NAME).get();
    }

    String version(Deployment deployment) {
      return deployment
          .getSpec()
          .getTemplate()
          .getSpec()
          .getContainers()
          .get(0)
          .getEnv()
          .get(0)
          .getValue();
    }

    long pods(String version) {
      return kubernetes.pods().inNamespace("default").list().getItems().stream()
          .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
          .filter(
              pod ->
                  version.equals(pod.getSpec().getContainers().get(0).getEnv().get(0).getValue()))
          .count();
    }

    @Override
    public void close() {
      kruise.close();
    }
  }
}
