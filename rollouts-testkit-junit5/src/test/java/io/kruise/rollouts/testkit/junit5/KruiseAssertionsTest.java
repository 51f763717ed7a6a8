// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import static io.kruise.rollouts.testkit.junit5.KruiseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.ReleaseHistory;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KruiseTest
@Timeout(60)
@DisplayName("the assertions")
class KruiseAssertionsTest {

  @Test
  @DisplayName("hold for the guide's release, step by step")
  void guideRelease(FakeKruise kruise, RolloutOps demo) {
    assertThat(demo).isHealthy();
    release(kruise, "version-2");
    demo.waitForStep(1);
    assertThat(demo).isAwaitingApproval(1).isAtStep(1).hasUpdatedPods(1).isOfRelease("version-2");
    demo.approve(ApproveOptions.step(1));
    demo.waitForStep(2);
    assertThat(demo).isAwaitingApproval(2).hasUpdatedPods(5).hasReadyUpdatedPods(5);
    demo.approve(ApproveOptions.step(2));
    kruise.advance(Duration.ofMinutes(1));
    assertThat(demo).isCompleted().isHealthy().hasUpdatedPods(10);
    assertThat(kruise.history().of("rollouts-demo"))
        .passedThrough("step 1 StepPaused", "step 2 StepPaused", "step 3 Completed", "Healthy")
        .approvedOnce(1)
        .approvedOnce(2)
        .hasNoLostApproval()
        .neverSkippedAStep();
  }

  @Test
  @DisplayName("tell a release that was taken back from one that completed")
  void rolledBack(FakeKruise kruise, RolloutOps demo) {
    release(kruise, "version-2");
    demo.waitForStep(1);
    release(kruise, "version-1");
    kruise.advance(Duration.ofMinutes(1));
    assertThat(demo).isRolledBack().isHealthy();
    assertThatThrownBy(() -> assertThat(demo).isCompleted())
        .hasMessageContaining("to have completed its release");
  }

  @Test
  @DisplayName("say what was wanted, what was seen and what happened last")
  void messages(FakeKruise kruise, RolloutOps demo) {
    release(kruise, "version-2");
    demo.waitForStep(1);
    assertThatThrownBy(() -> assertThat(demo).explainedBy(kruise.history()).isAwaitingApproval(2))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected default/rollouts-demo to await the approval of step 2")
        .hasMessageContaining("but it is step 1 StepPaused of version-2")
        .hasMessageContaining("with 1 updated pods, 1 of them ready")
        .hasMessageContaining("what happened last:\n2026-01-01T00:00:1")
        .hasMessageContaining("step 1 StepMetricsAnalysis -> step 1 StepPaused");
    assertThatThrownBy(() -> assertThat(demo).isAtStep(2)).hasMessageContaining("to be at step 2");
    assertThatThrownBy(() -> assertThat(demo).isHealthy()).hasMessageContaining("to be Healthy");
    assertThatThrownBy(() -> assertThat(demo).hasUpdatedPods(5))
        .hasMessageContaining("to have 5 updated pods");
    assertThatThrownBy(() -> assertThat(demo).isRolledBack())
        .hasMessageContaining("to have taken its release back");
    assertThatThrownBy(() -> assertThat(demo).isOfRelease("r3"))
        .hasMessageContaining("to be of release r3");
  }

  @Test
  @DisplayName("fail without a Rollout")
  void missing(@ForRollout("nobody") RolloutOps nobody) {
    assertThatThrownBy(() -> assertThat(nobody).isHealthy())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("default/nobody");
  }

  @Test
  @DisplayName(
      "don't take a timed pause, nor a status from before the spec, for an approval's wait")
  void noApproval(FakeKruise kruise, RolloutOps demo) {
    release(kruise, "version-2");
    demo.waitForStep(1);
    Rollout before = demo.resource().get();
    before.getMetadata().setGeneration(99L);
    assertThatThrownBy(() -> assertThat(before).isAwaitingApproval(1))
        .hasMessageContaining("the controller has not seen the newest spec");
  }

  @Test
  @KruiseTest(guide = false)
  @DisplayName("don't take a timed pause for a wait for approval")
  void timedPause(
      FakeKruise kruise, KubernetesClient client, @ForRollout("timed") RolloutOps timed) {
    client.resource(DeploymentFixture.deployment("workload-demo").build()).create();
    client.resource(RolloutFixture.canary("timed").pauses(Duration.ofMinutes(10)).build()).create();
    kruise.advance(Duration.ofSeconds(10));
    release(kruise, "version-2");
    kruise.advance(Duration.ofMinutes(1));
    assertThat(timed).isAtStep(1).hasReadyUpdatedPods(1);
    assertThatThrownBy(() -> assertThat(timed).isAwaitingApproval(1))
        .hasMessageContaining("but it is step 1 StepPaused");
  }

  @Test
  @DisplayName("find an approval that was lost, and accept one that was repeated")
  void lost(FakeKruise kruise, KubernetesClient client, RolloutOps demo) {
    release(kruise, "version-2");
    demo.waitForStep(1);
    state(client, "StepReady");
    state(client, "StepPaused");
    ReleaseHistory lost = kruise.history();
    assertThat(lost).hasOverwrittenApproval(1);
    assertThatThrownBy(() -> assertThat(lost).hasNoLostApproval())
        .hasMessageContaining("expected to have no lost approval")
        .hasMessageContaining("approval overwritten, step 1 StepReady -> step 1 StepPaused");
    assertThatThrownBy(() -> assertThat(lost).approvedOnce(1))
        .hasMessageContaining("that was 0 times");
    demo.approve(ApproveOptions.step(1));
    assertThat(kruise.history()).hasNoLostApproval().approvedOnce(1);
    assertThatThrownBy(() -> assertThat(kruise.history()).hasOverwrittenApproval(2))
        .hasMessageContaining("none was");
  }

  @Test
  @DisplayName("find a step that was skipped, and a state that was not there")
  void skipped(FakeKruise kruise, KubernetesClient client, RolloutOps demo) {
    release(kruise, "version-2");
    demo.waitForStep(1);
    Instant begin = kruise.now();
    canaryStatus(client, "{\"nextStepIndex\":3}");
    kruise.advance(Duration.ofMinutes(1));
    ReleaseHistory jumped = kruise.history();
    assertThatThrownBy(() -> assertThat(jumped).neverSkippedAStep())
        .hasMessageContaining("one was skipped:\n")
        .hasMessageContaining("-> step 3 BeforeStepUpgrade");
    assertThatThrownBy(
            () -> assertThat(jumped).passedThrough("step 1 StepPaused", "step 2 StepPaused"))
        .hasMessageContaining("it didn't come to step 2 StepPaused after step 1 StepPaused");
    assertThat(jumped.since(begin)).passedThrough("step 3 Completed");
  }

  private static void release(FakeKruise kruise, String version) {
    ReleaseFixture.release(version, "workload-demo").rolloutId(version).deploy(kruise.client());
  }

  private static void state(KubernetesClient client, String state) {
    canaryStatus(client, "{\"currentStepState\":\"" + state + "\"}");
  }

  private static void canaryStatus(KubernetesClient client, String patch) {
    client
        .resources(Rollout.class)
        .withName("rollouts-demo")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"canaryStatus\":" + patch + "}}");
  }
}
