// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.release;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static io.kruise.rollouts.testkit.junit5.KruiseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.Following;
import io.kruise.rollouts.client.Refusal;
import io.kruise.rollouts.client.ReleaseRefusedException;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.VerbRefusedException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.Transition;
import io.kruise.rollouts.client.release.MidRelease;
import io.kruise.rollouts.client.release.Obstacle;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.client.release.WorkloadRevision;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.junit5.KruiseTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KruiseTest
@Timeout(60)
@DisplayName("a release")
class ReleaseTest {
  private static final WaitOptions SOON = WaitOptions.atMost(Duration.ofMinutes(10));

  private static ReleaseRequest version(String id, String version) {
    return ReleaseRequest.of(id, TemplateChange.env("busybox", "VERSION", version));
  }

  private static Deployment workload(KubernetesClient kubernetes) {
    return kubernetes.apps().deployments().inNamespace("default").withName("workload-demo").get();
  }

  @Test
  @DisplayName("is started by one write, walks the guide's steps, and completes")
  void guide(FakeKruise kruise, RolloutOps demo) {
    Release release = demo.release(version("r2", "version-2"));

    assertThat(release.await(awaitingApproval(1), SOON)).isInstanceOf(ReleaseOutcome.Reached.class);
    assertThat(demo).isAwaitingApproval(1).hasUpdatedPods(1).isOfRelease("r2");
    assertThat(release.approveAndWait(1, SOON).met()).isTrue();
    assertThat(demo).isAwaitingApproval(2).hasUpdatedPods(5);
    release.approve(2);
    assertThat(release.await(completed(), SOON)).isInstanceOf(ReleaseOutcome.Completed.class);
    assertThat(kruise.history()).approvedOnce(1).approvedOnce(2).neverSkippedAStep();
  }

  @Test
  @DisplayName("approves all that is left, when told to")
  void approveAll(FakeKruise kruise, RolloutOps demo) {
    Release release = demo.release(version("r2", "version-2"));

    assertThat(release.approveAll(SOON)).isInstanceOf(ReleaseOutcome.Completed.class);
    assertThat(kruise.history()).approvedOnce(1).approvedOnce(2).neverSkippedAStep();
  }

  @Test
  @DisplayName("is started once, however often it is asked for, and picked up by its id alone")
  void pickedUp(RolloutOps demo, KubernetesClient kubernetes) {
    demo.release(version("r2", "version-2"));
    String first = workload(kubernetes).getMetadata().getUid();
    Release second = demo.release(version("r2", "version-2"));
    second.await(awaitingApproval(1), SOON);

    assertThat(demo.currentRelease()).get().extracting(Release::rolloutId).isEqualTo("r2");
    Release third = demo.pickUp("r2");
    assertThat(third.approveAll(SOON).met()).isTrue();
    assertThat(workload(kubernetes).getMetadata().getUid()).isEqualTo(first);
    assertThat(third.await(reached(1), SOON)).isInstanceOf(ReleaseOutcome.Completed.class);
  }

  @Test
  @DisplayName("is refused where it would escape, with what to do")
  void preflight(RolloutOps demo, KubernetesClient kubernetes) {
    assertThat(demo.preflight(version("r2", "version-2")).isClear()).isTrue();
    assertThat(demo.preflight(version("r2", "version-1")).obstacles())
        .containsExactly(Obstacle.NOTHING_CHANGES);

    assertThatThrownBy(
            () -> demo.preflight(ReleaseRequest.of("r2", TemplateChange.image("sidecar", "app:2"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("busybox");

    kubernetes.apps().deployments().withName("workload-demo").scale(0);
    assertThatThrownBy(() -> demo.release(version("r2", "version-2")))
        .isInstanceOfSatisfying(
            ReleaseRefusedException.class,
            e -> assertThat(e.preflight().obstacles()).containsExactly(Obstacle.NO_REPLICAS))
        .hasMessageContaining("scale it up first");
    assertThat(workload(kubernetes).getMetadata().getLabels()).doesNotContainValue("r2");
  }

  @Test
  @DisplayName("takes another one's place only when told to, and the other one learns by which")
  void superseding(RolloutOps demo) {
    Release two = demo.release(version("r2", "version-2"));
    two.await(awaitingApproval(1), SOON);
    assertThatThrownBy(() -> demo.release(version("r3", "version-3")))
        .isInstanceOfSatisfying(
            ReleaseRefusedException.class,
            e ->
                assertThat(e.preflight().obstacles())
                    .containsExactly(Obstacle.RELEASE_IN_PROGRESS));

    Release three = demo.release(version("r3", "version-3").superseding());
    assertThat(three.await(awaitingApproval(1), SOON).met()).isTrue();
    assertThatThrownBy(() -> two.pause())
        .isInstanceOfSatisfying(
            VerbRefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(Refusal.OTHER_RELEASE));
    assertThat(three.approveAll(SOON).met()).isTrue();
  }

  @Test
  @DisplayName("that escapes is told from one that is slow")
  void notCaptured(RolloutOps demo, KubernetesClient kubernetes) {
    kubernetes
        .apps()
        .deployments()
        .withName("workload-demo")
        .edit(
            d -> {
              d.getMetadata().getLabels().put("rollouts.kruise.io/rollout-id", "r2");
              d.getMetadata().getLabels().remove("rollouts.kruise.io/workload-type");
              d.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("busybox:1.37");
              return d;
            });
    ReleaseOutcome outcome = demo.pickUp("r2").await(completed(), SOON);
    assertThat(outcome).isInstanceOf(ReleaseOutcome.NotCaptured.class);
    assertThat(outcome.text()).contains("without steps");
  }

  @Test
  @DisplayName("that stands still is told from one that awaits an approval, with the cause")
  void stalled(RolloutOps demo, KubernetesClient kubernetes) {
    WaitOptions impatient = SOON.withStallBound(Duration.ofMinutes(2));
    Release fine = demo.release(version("r2", "version-2"));
    fine.await(awaitingApproval(1), impatient);
    assertThat(fine.await(completed(), impatient)).isInstanceOf(ReleaseOutcome.TimedOut.class);
    fine.rollback(SOON);

    ReleaseFixture.release("version-3", "workload-demo")
        .rolloutId("r3")
        .pods(PodBehavior.crashing("OOMKilled"))
        .deploy(kubernetes);
    Release bad = demo.pickUp("r3");
    assertThat(bad.await(awaitingApproval(1), impatient))
        .isInstanceOfSatisfying(
            ReleaseOutcome.Stalled.class,
            stalled -> assertThat(stalled.why()).contains("CrashLoopBackOff"));
    assertThat(bad.rollback(SOON).how()).isEqualTo(Rollback.How.CANCELLED);
  }

  @Test
  @DisplayName("is told transition by transition")
  void followed(FakeKruise kruise, RolloutOps demo) {
    List<Transition.Kind> told = new CopyOnWriteArrayList<>();
    Following following = demo.follow(transition -> told.add(transition.kind()));
    demo.release(version("r2", "version-2")).approveAll(SOON);
    demo.delete(MidRelease.REFUSE);
    kruise.advance(Duration.ofSeconds(10));

    assertThat(told)
        .containsSubsequence(
            Transition.Kind.FIRST_SEEN,
            Transition.Kind.RELEASE_BEGAN,
            Transition.Kind.STEP_ENTERED,
            Transition.Kind.AWAITING_APPROVAL,
            Transition.Kind.STEP_ENTERED,
            Transition.Kind.PODS_CHANGED,
            Transition.Kind.AWAITING_APPROVAL,
            Transition.Kind.FINALISING,
            Transition.Kind.COMPLETED,
            Transition.Kind.DELETING,
            Transition.Kind.DELETED);
    assertThat(following.ended()).isCompleted();
    following.close();
  }

  @Test
  @DisplayName("is held, and goes on")
  void pauseAndResume(RolloutOps demo) {
    Release release = demo.release(version("r2", "version-2"));
    release.await(awaitingApproval(1), SOON);
    assertThat(release.pause().held()).isTrue();
    assertThat(release.pause().held()).as("once more").isTrue();
    assertThatThrownBy(() -> release.jump(3))
        .isInstanceOfSatisfying(
            VerbRefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.HELD));
    assertThat(release.resume().held()).isFalse();
    assertThat(release.approveAll(SOON).met()).isTrue();
  }

  @Test
  @DisplayName("jumps within the bounds of its plan")
  void jump(RolloutOps demo) {
    Release release = demo.release(version("r2", "version-2"));
    release.await(awaitingApproval(1), SOON);
    assertThatThrownBy(() -> release.jump(4))
        .isInstanceOfSatisfying(
            VerbRefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(Refusal.STEP_OUTSIDE_PLAN));
    assertThatThrownBy(() -> release.jump(2))
        .isInstanceOfSatisfying(
            VerbRefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(Refusal.STEP_IS_NEXT));
    assertThat(release.jump(3).position().stepIndex()).isEqualTo(3);
    assertThat(release.await(completed(), SOON).met()).isTrue();
  }

  @Test
  @DisplayName("is rolled back, and the wait for it says so")
  void rollback(RolloutOps demo, KubernetesClient kubernetes) {
    Release release = demo.release(version("r2", "version-2"));
    release.await(awaitingApproval(1), SOON);

    Rollback rollback = release.rollback(SOON);

    assertThat(rollback.how()).isEqualTo(Rollback.How.CANCELLED);
    assertThat(release.await(completed(), SOON)).isInstanceOf(ReleaseOutcome.RolledBack.class);
    Deployment after = workload(kubernetes);
    assertThat(after.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().get(0))
        .hasFieldOrPropertyWithValue("value", "version-1");
    assertThat(after.getStatus().getUpdatedReplicas()).isEqualTo(10);
    assertThat(release.rollback(SOON)).as("once more").isEqualTo(rollback);
    assertThat(demo).isRolledBack();
  }

  @Test
  @DisplayName("lists the revisions that are kept, and releases one of them again")
  void undo(RolloutOps demo) {
    demo.release(version("r2", "version-2")).approveAll(SOON);
    List<WorkloadRevision> kept = demo.revisions();
    assertThat(kept).hasSize(2);
    assertThat(kept.get(0).number()).isGreaterThan(kept.get(1).number());

    Release undo = demo.release(ReleaseRequest.of("r3", TemplateChange.to(kept.get(1).template())));
    assertThat(undo.approveAll(SOON).met()).isTrue();
    assertThat(demo.revisions().get(0).template()).isEqualTo(kept.get(1).template());
  }

  @Test
  @DisplayName("keeps who approved, and why, on the Rollout and among its Events")
  void signedApproval(RolloutOps demo, KubernetesClient kubernetes) {
    Release release = demo.release(version("r2", "version-2"));
    release.await(awaitingApproval(1), SOON);

    Approval approval =
        release.approve(ApproveOptions.step(1).signedBy("alice", "the canary looks well"));

    assertThat(approval.unrecorded()).isEmpty();
    assertThat(demo.resource().get().getMetadata().getAnnotations())
        .hasEntrySatisfying(
            "kruise-rollouts-java/step-1",
            text -> assertThat(text).startsWith("alice: the canary looks well").contains("r2"));
    assertThat(kubernetes.v1().events().inNamespace("default").list().getItems())
        .filteredOn(event -> event.getReason().equals("StepApproved"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getMessage())
                    .isEqualTo("step 1 of release r2 approved by alice: the canary looks well"));
    release.await(awaitingApproval(2), SOON);
    assertThat(demo).isAwaitingApproval(2).hasUpdatedPods(5);
  }

  @Test
  @DisplayName("restarts the pods step by step")
  void restart(FakeKruise kruise, RolloutOps demo) {
    Release restart =
        demo.release(
            ReleaseRequest.of("r2", TemplateChange.restart(Instant.parse("2026-01-01T00:00:00Z"))));
    assertThat(restart.approveAll(SOON).met()).isTrue();
    assertThat(demo).isCompleted().isOfRelease("r2").hasUpdatedPods(10);
  }

  @Test
  @DisplayName("in progress keeps its Rollout from being let go, unless it is to be promoted")
  void letGo(RolloutOps demo) {
    Release release = demo.release(version("r2", "version-2"));
    assertThatThrownBy(() -> demo.disable(MidRelease.REFUSE))
        .isInstanceOfSatisfying(
            VerbRefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(Refusal.WOULD_PROMOTE));
    assertThatThrownBy(() -> demo.delete(MidRelease.REFUSE))
        .isInstanceOf(VerbRefusedException.class);

    RolloutView off = demo.disable(MidRelease.PROMOTE);

    assertThat(off.phase()).isEqualTo(RolloutPhase.DISABLED);
    assertThat(release.await(completed(), SOON)).isInstanceOf(ReleaseOutcome.Disabled.class);
    assertThat(demo.enable().phase()).isEqualTo(RolloutPhase.HEALTHY);
    demo.delete(MidRelease.REFUSE);
    assertThat(demo.find()).isEmpty();
    assertThat(release.await(completed(), SOON)).isInstanceOf(ReleaseOutcome.Deleted.class);
  }

  @Test
  @DisplayName("that initialises does not leave the Deployment paused for ever when disabled")
  void disabledWhileInitializing(FakeKruise kruise, RolloutOps demo, KubernetesClient kubernetes) {
    demo.release(version("r2", "version-2"));
    demo.disable(MidRelease.PROMOTE);
    kruise.advance(Duration.ofMinutes(2));
    assertThat(workload(kubernetes).getSpec().getPaused()).isNotEqualTo(true);
    assertThat(workload(kubernetes).getStatus().getUpdatedReplicas()).isEqualTo(10);
  }
}
