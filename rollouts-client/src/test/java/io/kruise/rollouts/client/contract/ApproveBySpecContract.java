// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.contract;

import static io.kruise.rollouts.client.support.ControllerMoves.SLEEPS;
import static io.kruise.rollouts.client.support.Eventually.failure;
import static io.kruise.rollouts.client.support.Eventually.value;
import static io.kruise.rollouts.client.support.RolloutFixture.blueGreen;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.GET;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.PATCH_SPEC;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.PATCH_STATUS;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.ApproveMethod;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.PauseNotResetException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.support.ControllerMoves;
import io.kruise.rollouts.client.support.Eventually;
import io.kruise.rollouts.client.support.Fault;
import io.kruise.rollouts.client.support.RolloutFixture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("approve by SPEC")
abstract class ApproveBySpecContract extends ClusterContract {
  private static final Fault SERVED = Fault.first(() -> {});

  private static ApproveOptions step(int index) {
    return ApproveOptions.step(index).by(ApproveMethod.SPEC);
  }

  /** The pause of a step as it is stored. */
  private JsonNode pause(int step) {
    return ControllerMoves.steps(server.stored()).path(step - 1).path("pause");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a duration of 0 while the step is paused, and none when it is left")
  void usualCase(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(
        controller -> {
          assertThat(pause(1).path("duration").asInt(-1)).isZero();
          controller.edit(ControllerMoves::moveOn);
        });

    Approval approval = value(call.approve(ops, step(1)));

    assertThat(approval.writes()).isEqualTo(1);
    assertThat(approval.view().position().stepIndex()).isEqualTo(2);
    assertThat(pause(1).has("duration")).isFalse();
    assertThat(server.count(PATCH_SPEC)).as("the write and its reset").isEqualTo(2);
    assertThat(server.count(PATCH_STATUS)).isZero();
    assertThat(server.approvals()).containsExactly(1);
  }

  static Stream<RolloutFixture> withoutDuration() {
    return Stream.of(
        demo().paused(1), demo().emptyPause(1).paused(1), blueGreen("50%", "100%").paused(1));
  }

  @ParameterizedTest
  @MethodSource("withoutDuration")
  @DisplayName("a step without a duration has none again, and the others are left alone")
  void resetsToNone(RolloutFixture state) {
    server.rollout(state.pause(2, 60));

    ops.approve(step(1));

    assertThat(pause(1).has("duration")).isFalse();
    assertThat(pause(2).path("duration").asInt()).isEqualTo(60);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a step with a duration has the same again")
  void resetsToTheDuration(Call call) {
    server.rollout(demo().pause(1, 600).paused(1));

    value(call.approve(ops, step(1)));

    assertThat(pause(1).path("duration").asInt()).isEqualTo(600);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the write's answer is lost: looked at, not repeated, and reset in the end")
  void answerLost(Call call) {
    server.rollout(demo().paused(1));
    server.next(PATCH_SPEC, Fault.cutAfter());

    Approval approval = value(call.approve(ops, step(1)));

    assertThat(approval.writes()).isEqualTo(1);
    assertThat(server.count(PATCH_SPEC)).isEqualTo(2);
    assertThat(pause(1).has("duration")).isFalse();
  }

  @Test
  @DisplayName("somebody takes the 0 back before the controller acts: written again")
  void reverted() {
    server.rollout(demo().paused(1));
    server.onNextApproval(controller -> controller.rollout(demo().paused(1).message("as in git")));

    Approval approval = ops.approve(step(1));

    assertThat(approval.writes()).isEqualTo(2);
    assertThat(pause(1).has("duration")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the reset's answer is lost: looked at")
  void resetAnswerLost(Call call) {
    server.rollout(demo().paused(1));
    server.next(PATCH_SPEC, SERVED, Fault.cutAfter());

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    clock.advanceToTimer(ofMillis(200));

    assertThat(value(approval).writes()).isEqualTo(1);
    assertThat(server.count(PATCH_SPEC)).isEqualTo(2);
    assertThat(pause(1).has("duration")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the reset is cut, then answered with 503: tried again")
  void resetRepeated(Call call) {
    server.rollout(demo().paused(1));
    server.next(PATCH_SPEC, SERVED, Fault.cutBefore(), Fault.answer(503));

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    clock.advanceToTimer(ofMillis(200));
    clock.advanceToTimer(ofMillis(200));

    assertThat(value(approval).writes()).isEqualTo(1);
    assertThat(pause(1).has("duration")).isFalse();
  }

  @Test
  @DisplayName("somebody else gives the step a duration before the reset: theirs stays")
  void resetFindsAnotherDuration() {
    server.rollout(demo().paused(1));
    server.next(
        PATCH_SPEC, SERVED, Fault.first(() -> server.edit(rollout -> setDuration(rollout, 60))));

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    clock.advanceToTimer(ofMillis(200));

    assertThat(value(approval).writes()).isEqualTo(1);
    assertThat(pause(1).path("duration").asInt()).isEqualTo(60);
  }

  private static void setDuration(ObjectNode rollout, int seconds) {
    ((ObjectNode) ControllerMoves.steps(rollout).path(0))
        .putObject("pause")
        .put("duration", seconds);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the reset is refused: the approval stands, and it says what is left to do")
  void resetRefused(Call call) {
    server.rollout(demo().paused(1));
    server.next(PATCH_SPEC, SERVED, Fault.answer(403));

    PauseNotResetException e = failure(call.approve(ops, step(1)), PauseNotResetException.class);

    assertThat(e.approval().writes()).isEqualTo(1);
    assertThat(e.approval().view().position().stepIndex()).isEqualTo(2);
    assertThat(e)
        .hasMessageContainingAll(
            "step 1 of default/rollouts-demo is approved and was left",
            "pause.duration: 0 is still in the plan",
            "call resetPause(1) before the next release")
        .hasCauseInstanceOf(KubernetesClientException.class);

    assertThat(ops.resetPause(1)).isTrue();
    assertThat(pause(1).has("duration")).isFalse();
  }

  @Test
  @DisplayName("the reset fails five times: the approval stands")
  void resetFails() {
    server.rollout(demo().paused(1));
    server.next(PATCH_SPEC, SERVED);
    server.next(PATCH_SPEC, 5, Fault.answer(503));

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    for (int i = 0; i < 4; i++) {
      clock.advanceToTimer(ofMillis(200));
    }

    failure(approval, PauseNotResetException.class);
    assertThat(server.count(PATCH_SPEC)).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("not left within the bound: the 0 is taken back all the same")
  void deadline(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(SLEEPS);

    CompletableFuture<Approval> approval =
        call.approve(ops, step(1).withConfirmWithin(ofSeconds(5)));
    Eventually.holds(() -> server.approvals().size() == 1 && server.openWatches() == 1);
    clock.advance(ofSeconds(5));

    failure(approval, ApprovalNotConfirmedException.class);
    assertThat(pause(1).has("duration")).isFalse();
  }

  @Test
  @DisplayName("the bound is over while the write is on its way: taken back once it is there")
  void deadlineBeforeTheAnswer() {
    Fault.Hold write = Fault.hold();
    server.next(PATCH_SPEC, write);
    server.onNextApproval(SLEEPS);
    server.rollout(demo().paused(1));

    CompletableFuture<Approval> approval =
        ops.approveAsync(step(1).withConfirmWithin(ofSeconds(5)));
    write.awaitArrival();
    clock.advance(ofSeconds(5));
    assertThat(approval).isNotDone();
    write.release();

    assertThat(failure(approval, ApprovalNotConfirmedException.class))
        .hasMessageContaining("the plan is put back, and approving step 1 again is safe")
        .returns(false, ApprovalNotConfirmedException::pauseMayBeLeft);
    assertThat(pause(1).has("duration")).isFalse();
    assertThat(server.count(PATCH_SPEC)).isEqualTo(2);
  }

  @Test
  @DisplayName("the write's answer is lost, and it is applied late: taken back all the same")
  void appliedLate() {
    Fault.Hold look = Fault.hold();
    server.next(GET, SERVED, look);
    server.next(PATCH_SPEC, Fault.cutBefore());
    server.rollout(demo().paused(1));

    CompletableFuture<Approval> approval =
        ops.approveAsync(step(1).withConfirmWithin(ofMillis(500)));
    look.awaitArrival();
    clock.advance(ofMillis(500));
    Eventually.holds(() -> server.count(GET) == 3);
    Eventually.holds(() -> clock.pending().contains(ofSeconds(1)));
    server.edit(rollout -> setDuration(rollout, 0));
    clock.advanceToTimer(ofSeconds(1));

    failure(approval, ApprovalNotConfirmedException.class);
    assertThat(pause(1).has("duration")).isFalse();
    look.release();
  }

  @Test
  @DisplayName("the write is never answered: the reset ends with its own bound")
  void neverAnswered() {
    server.next(PATCH_SPEC, Fault.hang());
    server.rollout(demo().paused(1));

    CompletableFuture<Approval> approval =
        ops.approveAsync(step(1).withConfirmWithin(ofSeconds(5)));
    Eventually.holds(() -> server.count(PATCH_SPEC) == 1);
    clock.advance(ofSeconds(5));
    clock.advanceToTimer(ofSeconds(15));

    ApprovalNotConfirmedException e = failure(approval, ApprovalNotConfirmedException.class);
    assertThat(e.pauseMayBeLeft()).isTrue();
    assertThat(e).hasMessageContaining("call resetPause(1) before the next release");
    assertThat(e.getSuppressed())
        .singleElement()
        .satisfies(
            reset -> assertThat(reset).hasMessageContaining("could not be put back within 15 s"));
    server.stop(); // the unanswered call itself is bounded by fabric8's request timeout
  }

  @Test
  @DisplayName("cancelled after the write: the 0 is taken back, in the background")
  void cancelled() {
    server.rollout(demo().paused(1));
    server.onNextApproval(SLEEPS);

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    Eventually.holds(() -> server.approvals().size() == 1 && server.openWatches() == 1);
    approval.cancel(true);

    Eventually.holds(() -> server.count(PATCH_SPEC) == 2);
    Eventually.holds(() -> !pause(1).has("duration"));
  }

  @Test
  @DisplayName("made anew while it is confirmed: what the new one's author wrote stays")
  void recreated() {
    server.rollout(demo().paused(1));
    server.onNextApproval(controller -> controller.rollout(demo().uid("uid-2").pause(1, 0)));

    failure(ops.approveAsync(step(1)), ApprovalNotConfirmedException.class);

    assertThat(pause(1).path("duration").asInt(-1)).isZero();
  }

  @Test
  @DisplayName("what is chained to it runs where a blocking verb is refused, also after a reset")
  void blockingInAContinuation() {
    server.rollout(demo().paused(1));

    failure(
        ops.approveAsync(step(1)).thenApply(approval -> ops.find()), IllegalStateException.class);
  }

  @Test
  @DisplayName("rolled back while it is confirmed: the 0 is taken back")
  void rolledBack() {
    server.rollout(demo().paused(1));
    server.onNextApproval(controller -> controller.rollout(demo().pause(1, 0).cancelling(1)));

    failure(ops.approveAsync(step(1)), ApprovalNotConfirmedException.class);

    assertThat(pause(1).has("duration")).isFalse();
  }

  @Test
  @DisplayName("deleted while it is confirmed: there is no plan to put back")
  void deleted() {
    server.rollout(demo().paused(1));
    server.onNextApproval(controller -> controller.deleteRollout());

    assertThat(failure(ops.approveAsync(step(1)), ApprovalNotConfirmedException.class))
        .hasMessageContaining("the Rollout was deleted");
  }

  @Test
  @DisplayName("no right to change the plan: fabric8's exception as it is, nothing to take back")
  void mayNotWrite() {
    server.rollout(demo().paused(1));
    server.always(PATCH_SPEC, Fault.answer(403));

    assertThat(failure(ops.approveAsync(step(1)), KubernetesClientException.class))
        .returns(403, KubernetesClientException::getCode);
    assertThat(server.count(PATCH_SPEC)).isEqualTo(1);
  }

  @Test
  @DisplayName("the right to read is lost while it is confirmed: the 0 does not stay unmentioned")
  void losesTheRightToRead() {
    server.rollout(demo().paused(1));
    server.onNextApproval(SLEEPS);
    server.next(GET, SERVED, Fault.answer(403));

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    Eventually.holds(() -> server.approvals().size() == 1 && server.openWatches() == 1);
    clock.advanceToTimer(ofSeconds(1));

    failure(approval, RuntimeException.class);
    assertThat(pause(1).has("duration")).isFalse();
  }

  @Test
  @DisplayName("a step that passes by a 0 of the plan's own keeps it")
  void keepsThePlansOwnZero() {
    server.rollout(demo().pause(1, 0).paused(1));

    CompletableFuture<Approval> approval = ops.approveAsync(step(1));
    Eventually.holds(() -> server.openWatches() == 1);
    server.edit(ControllerMoves::moveOn);

    assertThat(value(approval).writes()).isZero();
    assertThat(pause(1).path("duration").asInt(-1)).isZero();
    assertNothingWritten();
  }

  // ---- resetPause

  @Test
  @DisplayName("resetPause takes a 0 back, once; other durations and steps are left alone")
  void resetsAPause() {
    server.rollout(demo().pause(1, 0).pause(2, 60).rolling(2, "StepUpgrade"));

    assertThat(ops.resetPause(1)).isTrue();
    assertThat(ops.resetPause(1)).isFalse();
    assertThat(List.of(ops.resetPause(2), ops.resetPause(3), ops.resetPause(4)))
        .containsOnly(false);

    assertThat(pause(1).has("duration")).isFalse();
    assertThat(pause(2).path("duration").asInt()).isEqualTo(60);
    assertThat(server.count(PATCH_SPEC)).isEqualTo(1);
  }

  @Test
  @DisplayName("resetPause, and its answer is lost: it says what it did")
  void resetsAPauseWithoutAnAnswer() {
    server.rollout(demo().pause(1, 0).paused(2));
    server.next(PATCH_SPEC, Fault.cutAfter());

    CompletableFuture<Boolean> reset = Call.onThread(() -> ops.resetPause(1));
    clock.advanceToTimer(ofMillis(200));

    assertThat(value(reset)).isTrue();
  }

  @Test
  @DisplayName("resetPause without a Rollout, and without the right")
  void resetsNothing() {
    assertThatExceptionOfType(RolloutNotFoundException.class).isThrownBy(() -> ops.resetPause(1));

    server.rollout(demo().pause(1, 0).paused(2));
    server.always(PATCH_SPEC, Fault.answer(403));
    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> ops.resetPause(1))
        .returns(403, KubernetesClientException::getCode);
  }
}
