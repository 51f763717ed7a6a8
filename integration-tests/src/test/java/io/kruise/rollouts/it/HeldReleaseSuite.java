// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.NotAwaitingApprovalException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.StepUnreachableException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.Verdict;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class HeldReleaseSuite {
  /** The cluster that the suite runs on. */
  abstract TestCluster cluster();

  private Scene atStepOne(String name, IntOrString... steps) {
    Scene scene =
        Scene.set(
            cluster().admin(),
            cluster().namespace(),
            name,
            DeploymentFixture.deployment(name).replicas(3),
            RolloutFixture.canary(name).steps(steps));
    scene.untilAwaiting(1, scene.release("version-2", "r2"));
    return scene;
  }

  private static final ReleaseMatch R2 = ReleaseMatch.rolloutId("r2");

  private static IntOrString[] threeSteps() {
    return new IntOrString[] {new IntOrString(1), new IntOrString(2), new IntOrString(3)};
  }

  @Test
  @DisplayName(
      "while the whole Rollout is paused an approval is refused at once; after the resume it goes through")
  void paused() {
    Scene scene = atStepOne("paused", threeSteps());
    scene.merge("{\"spec\":{\"strategy\":{\"paused\":true}}}");
    untilVerdict(scene, Verdict.PAUSED);
    assertThatThrownBy(() -> scene.ops.approve(ApproveOptions.step(1)))
        .isInstanceOfSatisfying(
            NotAwaitingApprovalException.class,
            e -> assertThat(e.readiness().verdict()).isEqualTo(Verdict.PAUSED));
    scene.ops.waitFor(reached(1).of(R2), Scene.SOON);
    assertThatThrownBy(
            () ->
                scene.ops.waitFor(
                    awaitingApproval(1).of(R2), WaitOptions.atMost(Duration.ofSeconds(2))))
        .isInstanceOf(StepTimeoutException.class)
        .hasMessageContaining("paused");
    scene.merge("{\"spec\":{\"strategy\":{\"paused\":false}}}");
    scene.ops.waitFor(awaitingApproval(1).of(R2), Scene.SOON);
    scene.ops.approve(ApproveOptions.step(1).of(R2));
    scene.untilAwaiting(2, R2);
  }

  /** Changes of the spec are seen in a moment. */
  private static void untilVerdict(Scene scene, Verdict wanted) {
    CompletableFuture<StepReadiness> seen = new CompletableFuture<>();
    CompletableFuture<RolloutView> wait =
        scene.ops.waitForAsync(
            completed().of(R2),
            Scene.SOON.withProgressListener(
                readiness -> {
                  if (readiness.verdict() == wanted) {
                    seen.complete(readiness);
                  }
                }));
    seen.orTimeout(1, TimeUnit.MINUTES).join();
    wait.cancel(true);
  }

  @Test
  @DisplayName(
      "a step that was entered again after a jump back is another pause: its approval is another approval")
  void jumpBack() {
    Scene scene = atStepOne("jump-back", threeSteps());
    RolloutView first = scene.ops.get();
    scene.ops.approve(ApproveOptions.step(1).of(R2));
    scene.untilAwaiting(2, R2);
    jumpBackToOne(scene);
    RolloutView again = scene.ops.get();
    assertThat(again.revision()).isEqualTo(first.revision());
    assertThat(again.stepUpdateTime())
        .as("what the guard tells the two by")
        .isNotEqualTo(first.stepUpdateTime());
    assertThat(scene.ops.approve(ApproveOptions.step(1).of(R2)).writes()).isPositive();
    scene.untilAwaiting(2, R2);
  }

  /** A jump is overwritten as an approval is: it is written until it is seen. */
  private static void jumpBackToOne(Scene scene) {
    for (int attempt = 0; attempt < 20; attempt++) {
      scene.mergeStatus("{\"status\":{\"canaryStatus\":{\"nextStepIndex\":1}}}");
      try {
        scene
            .ops
            .resource()
            .waitUntilCondition(
                rollout -> RolloutView.of(rollout).position().is(1, StepState.STEP_PAUSED),
                5,
                TimeUnit.SECONDS);
        return;
      } catch (KubernetesClientTimeoutException overwritten) {
        assertThat(scene.ops.get().position().stepIndex()).isLessThanOrEqualTo(2);
      }
    }
    throw new AssertionError("the jump never took effect: " + scene.ops.get().summary());
  }

  @Test
  @DisplayName("a change of the plan under an approval is told, not hidden")
  void planChange() {
    Scene scene = atStepOne("plan", threeSteps());
    scene.merge(
        "{\"spec\":{\"strategy\":{\"canary\":{\"steps\":[{\"replicas\":2},{\"replicas\":2},{\"replicas\":3}]}}}}");
    try {
      scene.ops.approve(ApproveOptions.step(1).of(R2));
    } catch (NotAwaitingApprovalException | ApprovalNotConfirmedException told) {
      assertThat(told).hasMessageContaining("step 1");
      scene.untilAwaiting(1, R2); // unreachable, and so an error, if the step was left after all
      return;
    }
    scene.untilAwaiting(2, R2);
  }

  @Test
  @DisplayName("a wait ends at once when the Rollout is disabled, and an approval is refused")
  void disabled() {
    Scene scene = atStepOne("disabled", threeSteps());
    CompletableFuture<RolloutView> wait = scene.ops.waitForAsync(completed().of(R2), Scene.SOON);
    scene.merge("{\"spec\":{\"disabled\":true}}");
    assertThatThrownBy(wait::join)
        .cause()
        .isInstanceOfSatisfying(
            StepUnreachableException.class,
            e -> assertThat(e.readiness().verdict()).isEqualTo(Verdict.DISABLED));
    assertThatThrownBy(() -> scene.ops.approve()).isInstanceOf(NotAwaitingApprovalException.class);
  }

  @Test
  @DisplayName(
      "a wait ends at once when the Rollout is deleted, and every verb says that it isn't there")
  void deleted() {
    Scene scene = atStepOne("deleted", threeSteps());
    CompletableFuture<RolloutView> wait = scene.ops.waitForAsync(completed().of(R2), Scene.SOON);
    scene.ops.resource().delete();
    assertThatThrownBy(wait::join)
        .cause()
        .isInstanceOfSatisfying(
            StepUnreachableException.class,
            e -> assertThat(e.readiness().verdict()).isEqualTo(Verdict.TERMINATING));
    scene.ops.resource().waitUntilCondition(rollout -> rollout == null, 1, TimeUnit.MINUTES);
    assertThatThrownBy(() -> scene.ops.approve()).isInstanceOf(RolloutNotFoundException.class);
    assertThatThrownBy(() -> scene.ops.waitForStep(1)).isInstanceOf(RolloutNotFoundException.class);
    assertThat(scene.ops.find()).isEmpty();
    assertThat(scene.ops.isCurrentStepReady(1)).isFalse();
    assertThat(scene.ops.readiness(reached(1)).verdict()).isEqualTo(Verdict.GONE);
  }

  @Test
  @DisplayName("a wait for a step that the plan does not have ends at once")
  void noSuchStep() {
    Scene scene = atStepOne("no-such-step", threeSteps());
    assertThatThrownBy(() -> scene.ops.waitFor(reached(4).of(R2), Scene.SOON))
        .isInstanceOfSatisfying(
            StepUnreachableException.class,
            e -> assertThat(e.readiness().verdict()).isEqualTo(Verdict.NO_SUCH_STEP));
  }
}
