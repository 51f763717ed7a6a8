// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.contract;

import static io.kruise.rollouts.client.ApproveOptions.step;
import static io.kruise.rollouts.client.support.ControllerMoves.OVERWRITES;
import static io.kruise.rollouts.client.support.ControllerMoves.OVERWRITES_AND_MOVES_ON;
import static io.kruise.rollouts.client.support.ControllerMoves.SLEEPS;
import static io.kruise.rollouts.client.support.Eventually.failure;
import static io.kruise.rollouts.client.support.Eventually.value;
import static io.kruise.rollouts.client.support.RolloutFixture.blueGreen;
import static io.kruise.rollouts.client.support.RolloutFixture.canary;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.GET;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.PATCH_STATUS;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.WATCH;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.WORKLOAD;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.WaitInterruptedException;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.Verdict;
import io.kruise.rollouts.client.support.ControllerMoves;
import io.kruise.rollouts.client.support.Eventually;
import io.kruise.rollouts.client.support.Fault;
import io.kruise.rollouts.client.support.RolloutFixture;
import io.kruise.rollouts.client.support.ScriptedApiServer.Request;
import io.kruise.rollouts.client.support.Workloads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("approve")
abstract class ApproveContract extends ClusterContract {

  // ---- the usual case

  @ParameterizedTest
  @EnumSource
  @DisplayName("one read, one watch, one guarded PATCH, and back when the step is left")
  void usualCase(Call call) {
    server.rollout(demo().paused(1));

    Approval approval = value(call.approve(ops, step(1).ofRelease("r2")));

    assertThat(approval.stepIndex()).isEqualTo(1);
    assertThat(approval.writes()).isEqualTo(1);
    assertThat(approval.view().position().stepIndex()).isEqualTo(2);
    assertThat(approval.toString()).startsWith("step 1 approved (1 write), now ");
    assertThat(server.approvals()).containsExactly(1);
    assertThat(server.log())
        .extracting(Request::kind)
        .containsExactlyInAnyOrder(GET, WATCH, PATCH_STATUS);
    System.out.println(
        getClass().getName() + ": an approval took " + server.log().size() + " requests");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("where no release is named, the workload is asked which one it is")
  void asksTheWorkload(Call call) {
    server.rollout(demo().paused(1));

    assertThat(value(call.approve(ops, step(1))).writes()).isEqualTo(1);
    assertThat(server.log())
        .extracting(Request::kind)
        .containsExactlyInAnyOrder(GET, WORKLOAD, WATCH, PATCH_STATUS);
  }

  @Test
  @DisplayName("the PATCH is a JSON Patch to the status, and holds its guard")
  void sendsAGuardedPatch() {
    server.rollout(demo().paused(1));

    ops.approve(step(1));

    Request patch = server.log(PATCH_STATUS).get(0);
    assertThat(patch.contentType()).isEqualTo("application/json-patch+json");
    assertThat(patch.uri())
        .isEqualTo(
            "/apis/rollouts.kruise.io/v1beta1/namespaces/default/rollouts/rollouts-demo/status"
                + "?fieldManager=kruise-rollouts-java");
    assertThat(patch.body())
        .contains(
            "/metadata/uid",
            "/status/canaryStatus/currentStepIndex",
            "/status/canaryStatus/currentStepState",
            "/status/canaryStatus/canaryRevision",
            "/status/canaryStatus/lastUpdateTime");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("blue-green: the last step too, to Completed")
  void blueGreenLastStep(Call call) {
    server.rollout(blueGreen("50%", "100%").paused(2));

    Approval approval = value(call.approve(ops, step(2)));

    assertThat(approval.writes()).isEqualTo(1);
    assertThat(storedState()).isEqualTo("Completed");
    assertThat(server.log(PATCH_STATUS).get(0).body())
        .contains("/status/blueGreenStatus/updatedRevision");
  }

  @Test
  @DisplayName("a canary plan's last step, when it is a number")
  void lastStepOfANumber() {
    server.rollout(canary(1, 10).paused(2));

    assertThat(ops.approve(step(2)).writes()).isEqualTo(1);
    assertThat(storedState()).isEqualTo("Completed");
  }

  @Test
  @DisplayName("a timed pause, before its time")
  void timedPause() {
    server.rollout(demo().pause(1, 600).paused(1));

    assertThat(ops.approve(step(1)).writes()).isEqualTo(1);
  }

  @Test
  @DisplayName("without a step: the one that awaits approval now")
  void whicheverStep() {
    server.rollout(demo().paused(2));

    assertThat(ops.approve().stepIndex()).isEqualTo(2);
    assertThat(server.approvals()).containsExactly(2);
  }

  @Test
  @DisplayName("of a named release, and of the one that a write to the workload started")
  void ofANamedRelease() {
    server.rollout(demo().paused(1));
    assertThat(ops.approve(step(1).ofRelease("r2")).writes()).isEqualTo(1);

    server.rollout(demo().paused(2));
    ReleaseMatch release = ReleaseMatch.startedBy(Workloads.releasing("r2", 2));
    assertThat(ops.approve(step(2).of(release)).writes()).isEqualTo(1);
    assertThat(server.count(WORKLOAD)).isZero();
  }

  // ---- overwritten

  @ParameterizedTest
  @EnumSource
  @DisplayName("an approval that the controller overwrites is repeated, not reported as done")
  void overwrittenOnce(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(OVERWRITES);

    Approval approval = value(call.approve(ops, step(1)));

    assertThat(approval.writes()).isEqualTo(2);
    assertThat(approval.view().position().stepIndex()).isEqualTo(2);
    assertThat(server.approvals()).containsExactly(1, 1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("overwritten twice: the third write comes 50 ms later")
  void overwrittenTwice(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(OVERWRITES);
    server.onNextApproval(OVERWRITES);

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    clock.advanceToTimer(ofMillis(50));

    assertThat(value(approval).writes()).isEqualTo(3);
    assertThat(server.approvals()).containsExactly(1, 1, 1);
    assertThat(storedStep()).isEqualTo(2);
  }

  @Test
  @DisplayName("acted on while the third write is put off: it is not sent")
  void actedOnWhileAWriteIsPutOff() {
    server.rollout(demo().paused(1));
    server.onNextApproval(OVERWRITES);
    server.onNextApproval(OVERWRITES);

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    Eventually.holds(() -> clock.pending().contains(ofMillis(50)));
    server.edit(ControllerMoves::moveOn);

    assertThat(value(approval).writes()).isEqualTo(2);
    assertThat(server.count(PATCH_STATUS)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("overwritten five times: not confirmed, and it says so")
  void overwrittenFiveTimes(Call call) {
    server.rollout(demo().paused(1));
    for (int i = 0; i < 6; i++) {
      server.onNextApproval(OVERWRITES);
    }

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    List.of(50, 100, 200).forEach(millis -> clock.advanceToTimer(ofMillis(millis)));

    ApprovalNotConfirmedException e = failure(approval, ApprovalNotConfirmedException.class);
    assertThat(e.writes()).isEqualTo(5);
    assertThat(e).hasMessageContaining("each of 5 writes was overwritten by the controller");
    assertThat(server.approvals()).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("overwritten, and acted on all the same: the next step is not approved")
  void overwrittenYetActedOn(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(OVERWRITES_AND_MOVES_ON);

    Approval approval = value(call.approve(ops, step(1)));

    assertThat(approval.view().position().stepIndex()).isEqualTo(2);
    assertThat(server.approvals()).containsExactly(1);
    assertThat(storedState()).isEqualTo("BeforeStepUpgrade");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("overwritten, and acted on while the second write is on its way")
  void actedOnBeforeTheSecondWrite(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(OVERWRITES);
    server.next(
        PATCH_STATUS,
        Fault.first(() -> {}),
        Fault.first(() -> server.rollout(demo().paused(2).since("2026-01-01T00:00:10Z"))));

    Approval approval = value(call.approve(ops, step(1)));

    assertThat(approval.writes()).isEqualTo(2);
    assertThat(server.approvals()).containsExactly(1);
    assertThat(storedState()).isEqualTo("StepPaused");
  }

  // ---- what comes between

  private void comesBetween(
      Call call, RolloutFixture state, String why, Verdict verdict, String storedState) {
    server.rollout(demo().paused(1));
    server.onNextApproval(controller -> controller.rollout(state));

    ApprovalNotConfirmedException e =
        failure(call.approve(ops, step(1)), ApprovalNotConfirmedException.class);

    assertThat(e).hasMessageContaining(why).hasMessageContaining("1 writes");
    assertThat(e.lastSeen().verdict()).isEqualTo(verdict);
    assertThat(e.writes()).isEqualTo(1);
    assertThat(e.stepIndex()).isEqualTo(1);
    assertThat(server.approvals()).containsExactly(1);
    assertThat(storedState()).isEqualTo(storedState);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("rolled back while it is confirmed")
  void rolledBack(Call call) {
    comesBetween(
        call,
        demo().cancelling(1),
        "the release was rolled back",
        Verdict.ROLLED_BACK,
        "StepPaused");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("superseded while it is confirmed: the new release's step is not approved")
  void superseded(Call call) {
    comesBetween(
        call,
        demo().paused(1).release("r3", "rev3", 5),
        "another release took its place",
        Verdict.SUPERSEDED,
        "StepPaused");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the whole Rollout is paused while it is confirmed")
  void heldBetween(Call call) {
    comesBetween(
        call,
        demo().heldAt(1, "StepReady"),
        "the whole Rollout was paused before the step was left",
        Verdict.PAUSED,
        "StepReady");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("disabled while it is confirmed")
  void disabledBetween(Call call) {
    comesBetween(
        call, demo().disabledAt(1), "the Rollout was disabled", Verdict.DISABLED, "StepPaused");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the step is entered anew after a jump back: never approved twice")
  void enteredAnew(Call call) {
    comesBetween(
        call,
        demo().paused(1).since("2026-01-01T00:07:00Z"),
        "entered anew",
        Verdict.AWAITING_APPROVAL,
        "StepPaused");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a late pass of the controller pauses the step once more: approved again")
  void latePass(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(
        controller -> controller.rollout(demo().paused(1).since("2026-01-01T00:00:11Z")));

    assertThat(value(call.approve(ops, step(1))).writes()).isEqualTo(2);
    assertThat(server.approvals()).containsExactly(1, 1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the step is entered anew, and the answer was lost: never approved twice")
  void enteredAnewAndAnswerLost(Call call) {
    server.next(PATCH_STATUS, Fault.cutAfter());

    enteredAnew(call);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the release jumps back to an earlier step while it is confirmed")
  void jumpedBack(Call call) {
    server.rollout(demo().paused(2));
    server.onNextApproval(controller -> controller.rollout(demo().paused(1)));

    assertThat(failure(call.approve(ops, step(2)), ApprovalNotConfirmedException.class))
        .hasMessageContaining("jumped back to step 1");
    assertThat(server.approvals()).containsExactly(2);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("deleted while it is confirmed")
  void deletedBetween(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(controller -> controller.deleteRollout());

    assertThat(failure(call.approve(ops, step(1)), ApprovalNotConfirmedException.class))
        .hasMessageContaining("the Rollout was deleted");
  }

  @Test
  @DisplayName("deleted and made anew while it is confirmed: the new one is not approved")
  void recreatedBetween() {
    comesBetween(
        Call.ASYNC,
        demo().uid("uid-2").paused(1),
        "deleted and made anew",
        Verdict.GONE,
        "StepPaused");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("not left within the bound: it says what was done, what was seen, and what to do")
  void deadline(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(SLEEPS);
    server.next(WATCH, Fault.mute());

    CompletableFuture<Approval> approval =
        call.approve(ops, step(1).withConfirmWithin(ofSeconds(5)));
    Eventually.holds(() -> server.approvals().size() == 1);
    clock.advanceToTimer(ofSeconds(1));
    // a watch is opened anew when a read told what it should have: so StepReady was seen
    Eventually.holds(() -> server.count(WATCH) == 2);
    clock.advance(ofSeconds(4));

    ApprovalNotConfirmedException e = failure(approval, ApprovalNotConfirmedException.class);
    assertThat(e)
        .hasMessageContainingAll(
            "the approval of step 1 of default/rollouts-demo was sent (1 writes) and not confirmed",
            "it was not seen to be left within 5.0 s",
            "last seen: the step may go on; the controller is about to leave it [READY/STEP_READY;",
            "step 1/3 StepReady",
            "approving step 1 again is safe");
    assertThat(e.ref()).isEqualTo(REF);
    assertThat(server.count(PATCH_STATUS)).isEqualTo(1);
  }

  @Test
  @DisplayName("a lost event is found by the read each second")
  void deadWatch() {
    server.rollout(demo().paused(1));
    server.next(WATCH, Fault.mute());

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    Eventually.holds(() -> server.approvals().size() == 1);
    clock.advanceToTimer(ofSeconds(1));

    assertThat(value(approval).writes()).isEqualTo(1);
  }

  @Test
  @DisplayName("the server can't be reached until the bound is over: it says so, nothing written")
  void unreachable() {
    server.stop();

    CompletableFuture<Approval> approval =
        ops.approveAsync(step(1).withConfirmWithin(ofSeconds(2)));
    Eventually.holds(() -> clock.pending().contains(ofMillis(100)));
    clock.advance(ofSeconds(2));

    assertThat(failure(approval, StepTimeoutException.class))
        .hasMessageContaining("waited 2.0 s for step 1")
        .hasMessageContaining("nothing was ever read; the API server can't be reached: GET ");
  }

  // ---- what is chained to it

  @Test
  @DisplayName("a blocking verb on a thread that the waits need is refused, and says what to do")
  void blockingInAContinuation() {
    server.rollout(demo().paused(1));

    IllegalStateException e =
        failure(
            ops.approveAsync(step(1)).thenApply(approval -> ops.get()),
            IllegalStateException.class);

    assertThat(e)
        .hasMessageContainingAll(
            "a blocking call for the Rollout of default/rollouts-demo",
            "use the form that returns a future, or thenApplyAsync");
  }

  @Test
  @DisplayName("with an executor of the caller's it may block")
  void blockingInAContinuationElsewhere() {
    server.rollout(demo().paused(1));

    CompletableFuture<Approval> both =
        ops.approveAsync(step(1))
            .thenApplyAsync(
                approval -> {
                  server.rollout(demo().paused(2));
                  return ops.approve(step(2));
                },
                task -> new Thread(task).start());

    assertThat(value(both).stepIndex()).isEqualTo(2);
  }

  // ---- given up by the caller

  @Test
  @DisplayName("cancelled: the watch is closed, and nothing is sent any more")
  void cancelled() {
    server.rollout(demo().paused(1));
    server.onNextApproval(SLEEPS);

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    awaitReady();
    approval.cancel(true);

    Eventually.holds(() -> server.openWatches() == 0);
    clock.settle();
    assertThat(clock.pending()).isEmpty();
    int requests = server.log().size();
    clock.advance(ofSeconds(60));
    server.edit(ControllerMoves::moveOn);
    assertThat(server.log()).hasSize(requests);
  }

  @Test
  @DisplayName("cancelled before the first answer: nothing is written")
  void cancelledEarly() {
    Fault.Hold read = Fault.hold();
    server.next(GET, read);
    server.rollout(demo().paused(1));

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    read.awaitArrival();
    approval.cancel(true);
    clock.settle();
    read.release();
    value(ops.approveAsync(step(1))); // another one gets through after it

    assertThat(server.approvals()).containsExactly(1);
    assertThat(server.count(PATCH_STATUS)).isEqualTo(1);
  }

  @Test
  @DisplayName("interrupted: the call ends, the thread stays interrupted, the watch is closed")
  void interrupted() throws InterruptedException {
    server.rollout(demo().paused(1));
    server.onNextApproval(SLEEPS);
    AtomicBoolean flag = new AtomicBoolean();
    CompletableFuture<Approval> approval = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                approval.complete(ops.approve(step(1)));
              } catch (RuntimeException e) {
                flag.set(Thread.currentThread().isInterrupted());
                approval.completeExceptionally(e);
              }
            });
    thread.start();
    awaitReady();
    thread.interrupt();

    assertThat(failure(approval, WaitInterruptedException.class))
        .hasMessage("interrupted while waiting for the approval of default/rollouts-demo");
    assertThat(flag).isTrue();
    thread.join();
  }

  /** The write is applied, and the watch open; whether the client saw it yet is not known. */
  private void awaitReady() {
    Eventually.holds(() -> server.openWatches() == 1 && server.approvals().size() == 1);
  }
}
