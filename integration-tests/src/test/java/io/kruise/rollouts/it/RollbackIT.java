// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("real")
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("a rollback, from states sampled over a release, lands on the stable revision")
class RollbackIT {
  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  private static final WaitOptions SOON = WaitOptions.atMost(Duration.ofMinutes(4));

  private static final Report REPORT = new Report("rollbacks", "where each began, and how it went");

  @AfterAll
  static void report() {
    REPORT.end();
  }

  private static void tell(String line) {
    synchronized (REPORT) {
      REPORT.line("%s", line);
    }
  }

  private record Style(String name, Function<String, RolloutFixture> plan) {}

  private record Moment(String name, Predicate<RolloutView> come) {}

  private static List<Style> styles() {
    return List.of(
        new Style("partition", RolloutFixture::canary),
        new Style("extra", RolloutFixture::canaryWithExtraWorkload),
        new Style("blue-green", RolloutFixture::blueGreen));
  }

  private static List<Moment> moments() {
    List<Moment> moments = new ArrayList<>();
    moments.add(new Moment("at-once", view -> true));
    moments.add(new Moment("initializing", view -> isIn(view, ProgressingReason.INITIALIZING)));
    for (int step = 1; step <= 3; step++) {
      for (StepState state :
          List.of(StepState.BEFORE_STEP_UPGRADE, StepState.STEP_UPGRADE, StepState.STEP_PAUSED)) {
        int index = step;
        moments.add(
            new Moment(
                step + "-" + state.value().toLowerCase(Locale.ROOT),
                view -> isInStep(view, index, state)));
      }
    }
    moments.add(new Moment("held", view -> isInStep(view, 2, StepState.STEP_PAUSED)));
    moments.add(new Moment("finalising", view -> isIn(view, ProgressingReason.FINALISING)));
    moments.add(new Moment("completed", RollbackIT::isOver));
    return moments;
  }

  private static boolean isIn(RolloutView view, ProgressingReason reason) {
    return view.phase() == RolloutPhase.PROGRESSING
        && view.progressing().equals(Optional.of(reason));
  }

  /** Or beyond: on a busy machine a state may never be visible. */
  private static boolean isInStep(RolloutView view, int step, StepState state) {
    return isOver(view)
        || isIn(view, ProgressingReason.FINALISING)
        || (isIn(view, ProgressingReason.IN_ROLLING)
            && (view.position().stepIndex() > step
                || (view.position().stepIndex() == step
                    && view.position().state().compareTo(state) >= 0)));
  }

  private static boolean isOver(RolloutView view) {
    return view.phase() == RolloutPhase.HEALTHY && view.succeeded().isPresent();
  }

  @TestFactory
  Stream<DynamicTest> sampledMoments() {
    return styles().stream()
        .flatMap(
            style ->
                moments().stream()
                    .map(
                        moment ->
                            DynamicTest.dynamicTest(
                                style.name() + ", " + moment.name(),
                                () -> rollsBack(style, moment))));
  }

  private static void rollsBack(Style style, Moment moment) {
    String name = style.name() + "-" + moment.name();
    Scene scene =
        Scene.set(
            CLUSTER.admin(),
            CLUSTER.namespace(),
            name,
            DeploymentFixture.deployment(name).replicas(4),
            style.plan().apply(name));
    Release release =
        scene.ops.release(
            ReleaseRequest.of("r2", TemplateChange.env("busybox", "VERSION", "version-2")));
    CompletableFuture<ReleaseOutcome> walk = release.approveAllAsync(SOON);
    RolloutView from = until(scene, moment.come());
    walk.cancel(true);
    if (moment.name().equals("held")) {
      from = release.pause();
    }

    Rollback rollback = release.rollback(SOON);

    Deployment after =
        scene.kubernetes.apps().deployments().inNamespace(scene.namespace).withName(name).get();
    String story = from.summary() + " -> " + rollback;
    assertThat(after.getSpec().getPaused()).as(story).isNotEqualTo(true);
    assertThat(scene.ops.get().phase()).as(story).isEqualTo(RolloutPhase.HEALTHY);
    scene.untilPods(Map.of("version-1", 4L));
    tell(name + ": from " + from.summary() + ": " + rollback.how());
  }

  private static RolloutView until(Scene scene, Predicate<RolloutView> come) {
    CompletableFuture<RolloutView> seen = new CompletableFuture<>();
    Watcher<Rollout> watcher =
        new Watcher<>() {
          @Override
          public void eventReceived(Action action, Rollout rollout) {
            RolloutView view = RolloutView.of(rollout);
            if (come.test(view)) {
              seen.complete(view);
            }
          }

          @Override
          public void onClose(WatcherException cause) {
            seen.completeExceptionally(cause);
          }
        };
    Watch watch = scene.ops.resource().watch(watcher);
    try {
      return seen.orTimeout(3, TimeUnit.MINUTES).join();
    } finally {
      watch.close();
    }
  }
}
