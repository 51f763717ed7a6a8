// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import io.kruise.rollouts.testkit.junit5.KruiseClock;
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
    try (FakeKruise kruise = FakeKruise.builder().virtualTime().start()) {
      KubernetesClient client = kruise.client();
      client.resource(DeploymentFixture.deployment("web").replicas(4).build()).create();
      client.resource(RolloutFixture.blueGreen("web").forDeployment("web").build()).create();
      kruise.advance(Duration.ofSeconds(5));
      ReleaseFixture.release("version-2", "web").deploy(client);
      RolloutOps web =
          RolloutsClient.on(client, KruiseClock.of(kruise)).inNamespace("default").withName("web");
      web.waitForStep(1);

      kruise.weather().overwriteNextApproval();
      client
          .resources(Rollout.class)
          .withName("web")
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"status\":{\"blueGreenStatus\":{\"currentStepState\":\"StepReady\"}}}");
      kruise.advance(Duration.ofMinutes(5));
      assertThat(web.get().position().is(1, StepState.STEP_PAUSED)).isTrue();

      kruise.weather().overwriteNextApproval();
      assertThat(web.approve(ApproveOptions.step(1)).writes()).isEqualTo(2);
      web.waitForStep(2);
      assertThat(kruise.weather().pending()).isEmpty();
    }
  }
}
