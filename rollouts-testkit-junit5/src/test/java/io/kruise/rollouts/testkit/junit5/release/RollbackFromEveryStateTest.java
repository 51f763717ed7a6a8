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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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

  /** What the release's owner does, and how long after what was done before. */
  private record Deed(Duration after, Consumer<Scene> what) {}

  /**
   * How a state is reached: by the same deeds at the same times, as a test's time repeats itself.
   */
  private record Way(List<Deed> deeds, Duration rest) {
    void walk(Scene scene) {
      for (Deed deed : deeds) {
        scene.kruise.advance(deed.after());
        deed.what().accept(scene);
      }
      scene.kruise.advance(rest);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyState() {
    return styles().stream()
        .flatMap(
            style ->
                waysOf(style).entrySet().stream()
                    .map(
                        way ->
                            DynamicTest.dynamicTest(
                                style + ": " + way.getKey(),
                                () -> rollsBackFrom(style, way.getKey(), way.getValue()))));
  }

  private static Map<String, Way> waysOf(Style style) {
    Map<String, Way> ways = new LinkedHashMap<>();
    List<Deed> deeds = new ArrayList<>();
    Duration passed = Duration.ZERO;
    try (Scene scene = new Scene(style)) {
      for (int tick = 0; tick < MOST_TICKS && !scene.over(); tick++) {
        ways.putIfAbsent(scene.state(), new Way(List.copyOf(deeds), passed));
        Optional<Consumer<Scene>> due = scene.due();
        scene.kruise.advance(TICK);
        passed = passed.plus(TICK);
        if (due.isPresent()) {
          deeds.add(new Deed(passed, due.get()));
          due.get().accept(scene);
          passed = Duration.ZERO;
        }
      }
      assertThat(scene.over()).as("the walk through all states ends").isTrue();
      ways.putIfAbsent(scene.state(), new Way(deeds, passed));
    }
    return ways;
  }

  private static void rollsBackFrom(Style style, String state, Way way) {
    try (Scene scene = new Scene(style)) {
      way.walk(scene);
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

  /** A release under way. */
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

    /** Approves what waits, at the next tick, so that the pause is a state of its own. */
    Optional<Consumer<Scene>> due() {
      RolloutView view = ops.get();
      int step = view.position().stepIndex();
      if (view.held()) {
        return Optional.of(scene -> scene.resumeAndApprove(step));
      }
      boolean paused =
          view.position().state() == StepState.STEP_PAUSED
              && view.phase() == RolloutPhase.PROGRESSING
              && view.waitsForApproval(step)
              && view.message().contains("manually confirm");
      if (!paused) {
        return Optional.empty();
      }
      return Optional.of(holds ? scene -> scene.release.pause() : scene -> scene.approve(step));
    }

    private void resumeAndApprove(int step) {
      release.resume();
      approve(step);
    }

    private void approve(int step) {
      ops.approve(ApproveOptions.step(step));
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
