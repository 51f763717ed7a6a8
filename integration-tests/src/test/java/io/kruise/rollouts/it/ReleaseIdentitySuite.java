// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.NotAwaitingApprovalException;
import io.kruise.rollouts.client.StepUnreachableException;
import io.kruise.rollouts.client.readiness.Reason;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.Verdict;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class ReleaseIdentitySuite {
  /** The cluster that the suite runs on. */
  abstract TestCluster cluster();

  private Scene small(String name) {
    return Scene.set(
        cluster().admin(),
        cluster().namespace(),
        name,
        DeploymentFixture.deployment(name).replicas(2),
        RolloutFixture.canary(name).steps(new IntOrString(1), new IntOrString("100%")));
  }

  @Test
  @DisplayName("with an id: a second release right after the first is never mistaken for it")
  void withIds() {
    Scene scene = small("with-ids");
    ReleaseMatch first = scene.release("version-2", "r2");
    RolloutView paused = scene.untilAwaiting(1, first);
    assertThat(paused.rolloutId()).isEqualTo("r2");
    scene.ops.approve(ApproveOptions.step(1).ofRelease("r2"));
    scene.untilCompleted(first);

    ReleaseMatch second = scene.release("version-3", "r3");
    StepReadiness atOnce = scene.ops.readiness(completed().of(second));
    assertThat(atOnce.verdict()).as("%s", atOnce).isIn(Verdict.NOT_OBSERVED, Verdict.IN_PROGRESS);
    assertThat(scene.ops.isCurrentStepReadyForWorkload(2)).isFalse();
    assertThatThrownBy(() -> scene.ops.approve(ApproveOptions.step(1)))
        .as("the first release has passed step 1, this one has not")
        .isInstanceOf(NotAwaitingApprovalException.class);
    scene.untilAwaiting(1, second);
    assertThatThrownBy(() -> scene.ops.waitFor(completed().ofRelease("r2").of(first), Scene.SOON))
        .isInstanceOf(StepUnreachableException.class)
        .hasMessageContaining("r3");
    scene.ops.approve(ApproveOptions.step(1).of(second));
    assertThat(scene.untilCompleted(second).rolloutId()).isEqualTo("r3");
  }

  @Test
  @DisplayName(
      "without an id: the revision stands in the status, and the workload's generation tells the release")
  void withoutIds() {
    Scene scene = small("without-ids");
    ReleaseMatch first = scene.release("version-2", null);
    RolloutView paused = scene.untilAwaiting(1, first);
    assertThat(paused.rolloutId()).isEqualTo(paused.revision());
    scene.ops.approve();
    scene.untilCompleted(first);
    assertThat(scene.ops.isCurrentStepReadyForWorkload(2)).isTrue();

    ReleaseMatch second = scene.release("version-3", null);
    assertThat(scene.ops.isCurrentStepReadyForWorkload(2))
        .as("that is the release before")
        .isFalse();
    RolloutView again = scene.untilAwaiting(1, second);
    assertThat(again.revision()).isNotEqualTo(paused.revision());
    scene.ops.approve(ApproveOptions.step(1).of(second));
    scene.untilCompleted(second);
  }

  @Test
  @DisplayName(
      "a change of the id alone starts nothing, and is not taken for a finished release that is still to come")
  void idChangedAlone() {
    Scene scene = small("id-alone");
    ReleaseMatch first = scene.release("version-2", "r2");
    scene.untilAwaiting(1, first);
    scene.ops.approve(ApproveOptions.step(1).of(first));
    scene.untilCompleted(first);
    ReleaseMatch relabelled = scene.release("version-2", "r3");
    scene.ops.waitFor(completed().of(relabelled), Scene.SOON);
    ReleaseMatch second = scene.release("version-3", "r3");
    scene.ops.waitFor(awaitingApproval(1).of(second), Scene.SOON);
    assertThat(scene.pods("version-3")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "a release that takes another's place in mid-way ends the waits for the other as superseded")
  void superseded() {
    Scene scene = small("superseded");
    ReleaseMatch first = scene.release("version-2", "r2");
    scene.untilAwaiting(1, first);
    CompletableFuture<RolloutView> wait = scene.ops.waitForAsync(reached(2).of(first), Scene.SOON);
    ReleaseMatch second = scene.release("version-3", "r3");
    assertThatThrownBy(wait::join)
        .cause()
        .isInstanceOfSatisfying(
            StepUnreachableException.class,
            e -> assertThat(e.readiness().verdict()).isEqualTo(Verdict.SUPERSEDED));
    scene.untilAwaiting(1, second);
    assertThatThrownBy(() -> scene.ops.approve(ApproveOptions.step(1).of(first)))
        .isInstanceOf(NotAwaitingApprovalException.class);
  }

  @Test
  @DisplayName(
      "a template that goes back ends the release as rolled back, and the Rollout is Healthy again")
  void rolledBack() {
    Scene scene = small("rolled-back");
    ReleaseMatch release = scene.release("version-2", "r2");
    scene.untilAwaiting(1, release);
    CompletableFuture<RolloutView> wait =
        scene.ops.waitForAsync(completed().of(release), Scene.SOON);
    ReleaseMatch back = scene.release("version-1", "r2-back");
    assertThatThrownBy(wait::join)
        .cause()
        .isInstanceOfSatisfying(
            StepUnreachableException.class,
            e -> assertThat(e.readiness().verdict()).isEqualTo(Verdict.ROLLED_BACK));
    assertThatThrownBy(() -> scene.ops.waitFor(completed().of(back), Scene.SOON))
        .isInstanceOfSatisfying(
            StepUnreachableException.class,
            e -> assertThat(e.readiness().reason()).isIn(Reason.CANCELLING, Reason.CANCELLED));
    scene
        .ops
        .resource()
        .waitUntilCondition(
            rollout -> "Healthy".equals(rollout.getStatus().getPhase()),
            60,
            java.util.concurrent.TimeUnit.SECONDS);
    RolloutView ended = scene.ops.get();
    assertThat(ended.position().rawState())
        .as("the controller leaves it so")
        .isEqualTo("StepPaused");
    assertThatThrownBy(() -> scene.ops.approve())
        .isInstanceOf(NotAwaitingApprovalException.class)
        .hasMessageContaining("taken back");
  }
}
