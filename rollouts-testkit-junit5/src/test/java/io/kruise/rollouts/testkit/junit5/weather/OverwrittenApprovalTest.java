// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("an approval that the controller overwrites")
class OverwrittenApprovalTest {
  private final Scene scene = Scene.virtual().atFirstStep();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  @DisplayName("is answered 200 and lost")
  void bare() {
    String before = scene.rollout().get().getMetadata().getResourceVersion();
    scene.weather().overwriteNextApproval();

    assertThat(Scene.position(scene.approveBlindly())).isEqualTo("1 StepReady");

    scene.kruise().advance(Duration.ofMinutes(5));
    assertThat(scene.position()).isEqualTo("1 StepPaused");
    assertThat(scene.rollout().get().getMetadata().getResourceVersion()).isNotEqualTo(before);
    assertThat(scene.weather().pending()).isEmpty();
  }

  @Test
  @DisplayName("is written again by approve()")
  void approved() {
    scene.weather().overwriteNextApproval();

    Approval approval = scene.demo().approve(ApproveOptions.step(1));

    assertThat(approval.writes()).isEqualTo(2);
    scene.demo().waitForStep(2);
    assertThat(scene.position()).isEqualTo("2 StepPaused");
    assertThat(scene.weather().pending()).isEmpty();
  }

  @Test
  @DisplayName("is given up by approve() after the fifth time, and said to be not confirmed")
  void often() {
    scene.weather().overwriteNextApprovals(6);

    assertThatThrownBy(() -> scene.demo().approve(ApproveOptions.step(1)))
        .isInstanceOfSatisfying(
            ApprovalNotConfirmedException.class, e -> assertThat(e.writes()).isEqualTo(5));

    assertThat(scene.weather().pending()).containsExactly("overwriteNextApprovals(1)");
  }

  @Test
  @DisplayName("is none that waits for the step's own pause to end, or that another write makes")
  void others() {
    scene.weather().overwriteNextApproval();

    scene.rollout().edit(rollout -> rollout);
    scene.kruise().advance(Duration.ofMinutes(1));

    assertThat(scene.weather().pending()).containsExactly("overwriteNextApprovals(1)");
  }

  @Test
  @DisplayName("of a blue-green release is lost and written again just so")
  void blueGreen() {
    Rollout rollout = RolloutFixture.blueGreen("demo").forDeployment("demo").build();
    try (Scene blueGreen = Scene.virtual(rollout).atFirstStep()) {
      blueGreen.weather().overwriteNextApproval();
      blueGreen
          .rollout()
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"status\":{\"blueGreenStatus\":{\"currentStepState\":\"StepReady\"}}}");
      blueGreen.kruise().advance(Duration.ofMinutes(5));
      assertThat(blueGreen.demo().get().position().is(1, StepState.STEP_PAUSED)).isTrue();

      blueGreen.weather().overwriteNextApproval();
      assertThat(blueGreen.demo().approve(ApproveOptions.step(1)).writes()).isEqualTo(2);
      blueGreen.demo().waitForStep(2);
      assertThat(blueGreen.weather().pending()).isEmpty();
    }
  }
}
