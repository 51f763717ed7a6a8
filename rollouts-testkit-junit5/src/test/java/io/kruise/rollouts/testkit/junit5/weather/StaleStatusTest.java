// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("a status that is stale")
class StaleStatusTest {
  private final Scene scene = Scene.virtual();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  @DisplayName("says Healthy and Completed to who only looks there, though a release has begun")
  void bare() {
    scene.weather().staleStatusFor(Duration.ofMinutes(1));
    scene.release("version-2");
    scene.kruise().advance(Duration.ofSeconds(59));

    assertThat(scene.rollout().get().getStatus().getPhase()).isEqualTo("Healthy");
    assertThat(scene.position()).isEqualTo("5 Completed");
    assertThat(scene.demo().isCurrentStepReady(5)).isTrue();
    assertThat(scene.weather().pending()).isEmpty();

    scene.kruise().advance(Duration.ofSeconds(30));
    assertThat(scene.position()).isEqualTo("1 StepPaused");
  }

  @Test
  @DisplayName("is not taken for the release that the workload holds")
  void client() throws Exception {
    scene.weather().staleStatusFor(Duration.ofMinutes(1));
    Deployment released = scene.release("version-2");
    scene.kruise().advance(Duration.ofSeconds(10));

    assertThat(scene.demo().isCurrentStepReadyForWorkload(5)).isFalse();
    assertThat(
            scene
                .demo()
                .readiness(StepExpectation.completed().ofReleaseStartedBy(released))
                .verdict())
        .isNotEqualTo(Verdict.READY);
    CompletableFuture<RolloutView> completed =
        scene.demo().waitForAsync(StepExpectation.completed(), WaitOptions.defaults());
    CompletableFuture<RolloutView> step =
        scene.demo().waitForAsync(StepExpectation.awaitingApproval(1), WaitOptions.defaults());

    scene.kruise().advance(Duration.ofSeconds(40));
    assertThat(completed).isNotDone();
    assertThat(step).isNotDone();

    scene.kruise().clock().await(step);
    assertThat(scene.position()).isEqualTo("1 StepPaused");
    assertThat(completed).isNotDone();
    completed.cancel(false);
  }
}
