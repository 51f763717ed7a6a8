// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveMethod;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class StylesSuite {
  /** The cluster that the suite runs on. */
  abstract TestCluster cluster();

  @Test
  @DisplayName("blue-green: the last step awaits approval as any other does")
  void blueGreen() {
    Scene scene =
        Scene.set(
            cluster().admin(),
            cluster().namespace(),
            "blue-green",
            DeploymentFixture.deployment("blue-green").replicas(4),
            RolloutFixture.blueGreen("blue-green"));
    ReleaseMatch release = scene.release("version-2", "r2");
    RolloutView paused = scene.untilAwaiting(1, release);
    assertThat(paused.style()).isEqualTo(RolloutView.Style.BLUE_GREEN);
    assertThat(scene.pods("version-2")).isEqualTo(1);
    scene.ops.approve(ApproveOptions.step(1).of(release));
    scene.untilAwaiting(2, release);
    scene.ops.approve(ApproveOptions.step(2).of(release).by(ApproveMethod.SPEC));
    RolloutView last = scene.untilAwaiting(3, release);
    assertThat(scene.pods("version-2")).isEqualTo(4);
    assertThat(scene.pods("version-1")).as("blue stays until the end").isEqualTo(4);
    assertThat(last.waitsForApproval(3)).isTrue();
    Approval approval = scene.ops.approve(ApproveOptions.step(3).of(release));
    assertThat(approval.writes()).isPositive();
    scene.untilCompleted(release);
    assertThat(scene.pods("version-2")).isEqualTo(4);
    assertThat(scene.ops.isCurrentStepReady(3)).isTrue();
    assertThat(scene.ops.isCurrentStepReadyForWorkload(3)).isTrue();
  }

  @Test
  @DisplayName("a canary with a Deployment of its own walks as the guide's does")
  void extraWorkload() {
    Scene scene =
        Scene.set(
            cluster().admin(),
            cluster().namespace(),
            "extra",
            DeploymentFixture.deployment("extra").replicas(4),
            RolloutFixture.canaryWithExtraWorkload("extra"));
    ReleaseMatch release = scene.release("version-2", "r2");
    scene.untilAwaiting(1, release);
    assertThat(scene.pods("version-2")).isEqualTo(1);
    assertThat(scene.pods("version-1")).as("the stable Deployment is whole").isEqualTo(4);
    scene.ops.approve(ApproveOptions.step(1).of(release));
    scene.untilAwaiting(2, release);
    assertThat(scene.pods("version-2")).isEqualTo(2);
    scene.ops.approve(ApproveOptions.step(2).of(release));
    scene.untilCompleted(release);
    assertThat(scene.pods("version-2")).isGreaterThanOrEqualTo(4);
  }
}
