// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.contract;

import static io.kruise.rollouts.client.ApproveOptions.currentStep;
import static io.kruise.rollouts.client.ApproveOptions.step;
import static io.kruise.rollouts.client.support.ControllerMoves.SLEEPS;
import static io.kruise.rollouts.client.support.Eventually.failure;
import static io.kruise.rollouts.client.support.Eventually.value;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.GET;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.PATCH_SPEC;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.WORKLOAD;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveMethod;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.NotAwaitingApprovalException;
import io.kruise.rollouts.client.readiness.Reason;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.support.ControllerMoves;
import io.kruise.rollouts.client.support.Eventually;
import io.kruise.rollouts.client.support.Fault;
import io.kruise.rollouts.client.support.RolloutFixture;
import io.kruise.rollouts.client.support.Workloads;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("approve, before anything is written")
abstract class ApproveGateContract extends ClusterContract {

  // ---- what is not approved

  @ParameterizedTest
  @EnumSource
  @DisplayName("another step than the one that awaits approval: refused")
  void wrongStep(Call call) {
    server.rollout(demo().paused(1));

    NotAwaitingApprovalException e = refused(call.approve(ops, step(2)), Reason.EARLIER_STEP);

    assertThat(e)
        .hasMessageContainingAll(
            "not approved: step 2 of default/rollouts-demo does not await approval",
            "step 1 is current",
            "nothing was written",
            "awaitingApproval");
  }

  @Test
  @DisplayName("a step that the plan does not have: refused")
  void noSuchStep() {
    server.rollout(demo().paused(1));

    refused(ops.approveAsync(step(4)), Reason.OUTSIDE_PLAN);
  }

  static List<RolloutFixture> notPaused() {
    return List.of(
        demo().rolling(1, "BeforeStepUpgrade"),
        demo().rolling(1, "StepUpgrade"),
        demo().rolling(1, "StepTrafficRouting"),
        demo().rolling(1, "StepMetricsAnalysis"),
        demo().rolling(1, "Approved"),
        demo().initializing(),
        demo().noticed(),
        demo().continuous(),
        demo().workloadMissing(),
        demo().heldAt(1, "StepPaused"),
        demo().disabledAt(1),
        demo().enabledAgainAt(1),
        demo().paused(1).deleting(),
        demo().cancelling(1).release("r2", "rev1", 2),
        demo().cancelled(1).release("r2", "rev1", 2));
  }

  static List<RolloutFixture> behind() {
    return List.of(demo().paused(1).specAhead(), demo().untouched());
  }

  @ParameterizedTest
  @MethodSource("behind")
  @DisplayName("the controller has not seen the spec: refused after 3 s, nothing written")
  void specNotObserved(RolloutFixture state) {
    server.rollout(state);

    for (ApproveOptions which : List.of(step(1), currentStep(), step(1).ofRelease("r2"))) {
      CompletableFuture<Approval> approval = ops.approveAsync(which);
      clock.advanceToTimer(ofSeconds(3));

      refused(approval, Reason.SPEC_NOT_OBSERVED);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the controller has not seen the spec, then it has: approved")
  void specObservedLate(Call call) {
    server.rollout(demo().paused(1).specAhead());

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    Eventually.holds(() -> clock.pending().contains(ofSeconds(3)));
    server.edit(ControllerMoves::observeSpec);

    assertThat(value(approval).writes()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the step of the release before still awaits approval: that one is not approved")
  void workloadHoldsANewerRelease(Call call) {
    server.workload(Workloads.releasing("r3", 3));
    server.rollout(demo().paused(1));

    for (ApproveOptions which : List.of(step(1), currentStep())) {
      CompletableFuture<Approval> approval = call.approve(ops, which);
      clock.advanceToTimer(ofSeconds(3));

      refused(approval, Reason.OTHER_RELEASE);
    }
  }

  @Test
  @DisplayName("there is no workload whose release could be approved: refused")
  void workloadGone() {
    server.deleteWorkload();
    server.rollout(demo().paused(1));

    refused(ops.approveAsync(step(1)), Reason.WORKLOAD_NOT_FOUND);
  }

  @ParameterizedTest
  @MethodSource("notPaused")
  @DisplayName(
      "a step that does not await approval: refused, nothing written; also the current one")
  void notAwaiting(RolloutFixture state) {
    server.workload(Workloads.deployment("r2", 2));
    server.rollout(state);

    assertThat(failure(ops.approveAsync(step(1)), NotAwaitingApprovalException.class))
        .hasMessageContaining("nothing was written");
    assertThat(failure(ops.approveAsync(currentStep()), NotAwaitingApprovalException.class))
        .hasMessageContaining("the current step of default/rollouts-demo");
    assertNothingWritten();
  }

  @Test
  @DisplayName("the whole Rollout is paused: refused, and it says why")
  void heldRollout() {
    server.rollout(demo().heldAt(1, "StepPaused"));

    refused(ops.approveAsync(step(1)), Reason.HELD_AFTER_UPGRADE);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the status of the release before: refused after 3 s, and not taken for passed")
  void releaseBefore(Call call) {
    server.rollout(demo().succeeded().releaseBefore());

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    clock.advanceToTimer(ofSeconds(3));

    refused(approval, Reason.OTHER_RELEASE);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the status of the release before, and the controller catches up: approved")
  void controllerCatchesUp(Call call) {
    server.rollout(demo().succeeded().releaseBefore());

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    Eventually.holds(() -> clock.pending().contains(ofSeconds(3)));
    server.rollout(demo().paused(1));

    assertThat(value(approval).writes()).isEqualTo(1);
  }

  @Test
  @DisplayName("another release than the named one awaits approval: refused")
  void otherRelease() {
    server.rollout(demo().paused(1));

    refused(ops.approveAsync(step(1).ofRelease("r3")), Reason.OTHER_RELEASE);
    refused(
        ops.approveAsync(step(1).of(ReleaseMatch.startedBy(Workloads.releasing("r2", 3)))),
        Reason.OTHER_RELEASE);
  }

  @Test
  @DisplayName("a named release whose id was copied before it began is not taken for passed")
  void idCopiedEarly() {
    server.rollout(demo().succeeded().release("r2", "rev1", 1));

    CompletableFuture<Approval> approval = ops.approveAsync(step(1).ofRelease("r2"));
    Eventually.holds(() -> approval.isDone() || clock.pending().contains(ofSeconds(3)));
    clock.advance(ofSeconds(3));

    refused(approval, Reason.OTHER_RELEASE);
  }

  static List<RolloutFixture> passed() {
    return List.of(
        demo().paused(2),
        demo().rolling(3, "StepUpgrade"),
        demo().finalising(),
        demo().succeeded());
  }

  @ParameterizedTest
  @MethodSource("passed")
  @DisplayName("a step that the release has passed: no write, no failure")
  void alreadyPassed(RolloutFixture state) {
    server.workload(Workloads.deployment("r2", 2));
    server.rollout(state);

    for (Call call : Call.values()) {
      Approval approval = value(call.approve(ops, step(1)));

      assertThat(approval.writes()).isZero();
      assertThat(approval.stepIndex()).isEqualTo(1);
    }
    assertThat(value(ops.approveAsync(step(1).ofRelease("r2"))).writes()).isZero();
    assertNothingWritten();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  @DisplayName("passed, of a named release, and the workload can't be read: believed")
  void alreadyPassedWithoutWorkload(int code) {
    server.always(WORKLOAD, Fault.answer(code));
    server.rollout(demo().paused(2));

    assertThat(value(ops.approveAsync(step(1).ofRelease("r2"))).writes()).isZero();
    assertNothingWritten();
  }

  @Test
  @DisplayName("approved already, and not left yet: awaited without a write")
  void approvedAlready() {
    server.rollout(demo().rolling(1, "StepReady"));

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    Eventually.holds(() -> server.openWatches() == 1);
    server.edit(ControllerMoves::moveOn);

    assertThat(value(approval).writes()).isZero();
    assertNothingWritten();
  }

  // ---- the workload's answer

  @ParameterizedTest
  @EnumSource
  @DisplayName("the workload's answer comes after the step was found paused: nothing begins anew")
  void workloadAnswersLate(Call call) {
    Fault.Hold workload = Fault.hold();
    server.next(WORKLOAD, workload);
    server.onNextApproval(SLEEPS);
    server.rollout(demo().paused(2));

    CompletableFuture<Approval> approval =
        call.approve(ops, step(1).ofRelease("r2").by(ApproveMethod.SPEC));
    workload.awaitArrival();
    Eventually.holds(() -> server.openWatches() == 1);
    server.rollout(demo().paused(1));
    Eventually.holds(() -> server.approvals().size() == 1);
    workload.release();
    clock.advanceToTimer(ofSeconds(1));
    Eventually.holds("a re-check", () -> server.count(GET) >= 2);
    server.edit(ControllerMoves::moveOn);

    assertThat(value(approval).writes()).isEqualTo(1);
    assertThat(server.count(PATCH_SPEC)).as("the write and its reset").isEqualTo(2);
    assertThat(ControllerMoves.steps(server.stored()).path(0).path("pause").has("duration"))
        .isFalse();
  }

  @Test
  @DisplayName("the workload can't be read, and the step is found paused: it is not asked again")
  void pausedWhileTheWorkloadFails() {
    server.next(WORKLOAD, Fault.answer(503));
    server.onNextApproval(SLEEPS);
    server.rollout(demo().paused(2));

    CompletableFuture<Approval> approval =
        ops.approveAsync(step(1).ofRelease("r2").by(ApproveMethod.SPEC));
    Eventually.holds(() -> Collections.frequency(clock.pending(), ofSeconds(1)) == 2);
    server.rollout(demo().paused(1));
    Eventually.holds(() -> server.approvals().size() == 1);
    clock.advance(ofSeconds(1));
    server.edit(ControllerMoves::moveOn);

    assertThat(value(approval).writes()).isEqualTo(1);
    assertThat(server.count(PATCH_SPEC)).as("the write and its reset").isEqualTo(2);
    assertThat(server.count(WORKLOAD)).isEqualTo(1);
  }

  @Test
  @DisplayName("the workload can't be read for now: asked again after a pause, not in a tight loop")
  void workloadFails() {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    server.always(WORKLOAD, Fault.answer(503));

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    try {
      await()
          .during(ofMillis(150))
          .atMost(ofSeconds(5))
          .until(() -> server.count(WORKLOAD) >= 1 && server.count(WORKLOAD) <= 3);
    } finally {
      approval.cancel(true);
    }
  }

  @Test
  @DisplayName("the workload can't be read for now, then it can: refused by what it says")
  void workloadFailsForAWhile() {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    server.next(WORKLOAD, Fault.answer(503));

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    clock.advanceToTimers(2, ofSeconds(1)); // the re-check's, and the next question's

    refused(approval, Reason.UPGRADING);
  }

  private NotAwaitingApprovalException refused(
      CompletableFuture<Approval> approval, Reason reason) {
    NotAwaitingApprovalException e = failure(approval, NotAwaitingApprovalException.class);
    assertThat(e.readiness().reason()).as(e.getMessage()).isEqualTo(reason);
    assertNothingWritten();
    return e;
  }
}
