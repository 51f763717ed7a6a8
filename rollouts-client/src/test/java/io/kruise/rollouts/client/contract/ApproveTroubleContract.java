// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.contract;

import static io.kruise.rollouts.client.ApproveOptions.step;
import static io.kruise.rollouts.client.support.ControllerMoves.OVERWRITES;
import static io.kruise.rollouts.client.support.ControllerMoves.SLEEPS;
import static io.kruise.rollouts.client.support.Eventually.failure;
import static io.kruise.rollouts.client.support.Eventually.value;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.GET;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.PATCH_STATUS;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.WATCH;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.WORKLOAD;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutsNotInstalledException;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.support.ControllerMoves;
import io.kruise.rollouts.client.support.Eventually;
import io.kruise.rollouts.client.support.Fault;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("approve, when calls fail or are refused")
abstract class ApproveTroubleContract extends ClusterContract {

  // ---- answers that tell nothing

  @ParameterizedTest
  @EnumSource
  @DisplayName("the answer is lost after the write was applied: not repeated, not failed")
  void answerLost(Call call) {
    server.rollout(demo().paused(1));
    server.next(PATCH_STATUS, Fault.cutAfter());

    Approval approval = value(call.approve(ops, step(1)));

    assertThat(approval.writes()).isEqualTo(1);
    assertThat(server.count(PATCH_STATUS)).isEqualTo(1);
    assertThat(server.approvals()).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the answer is lost and the controller takes its time: looked at, then awaited")
  void answerLostAndControllerSlow(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(SLEEPS);
    server.next(PATCH_STATUS, Fault.cutAfter());

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    Eventually.holds("a look", () -> server.count(GET) == 2);
    server.edit(ControllerMoves::moveOn);

    assertThat(value(approval).writes()).isEqualTo(1);
    assertThat(server.count(PATCH_STATUS)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the answer is lost, and the step is left and the next one paused: that one stays")
  void answerLostAndNextStepPaused(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(controller -> controller.rollout(demo().paused(2)));
    server.next(PATCH_STATUS, Fault.cutAfter());

    assertThat(value(call.approve(ops, step(1))).view().position().stepIndex()).isEqualTo(2);
    assertThat(server.approvals()).containsExactly(1);
    assertThat(storedState()).isEqualTo("StepPaused");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the connection is cut before the write is applied: looked at, written again")
  void cutBeforeApplied(Call call) {
    server.rollout(demo().paused(1));
    server.next(PATCH_STATUS, Fault.cutBefore());

    Approval approval = value(call.approve(ops, step(1)));

    assertThat(approval.writes()).isEqualTo(2);
    assertThat(server.count(PATCH_STATUS)).as("no hidden retries").isEqualTo(2);
    assertThat(server.approvals()).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 429, 500, 503})
  @DisplayName("409, 429, 500, 503: looked at, written again")
  void unknownAnswers(int code) {
    server.rollout(demo().paused(1));
    server.next(PATCH_STATUS, Fault.answer(code));

    Approval approval = value(ops.approveAsync(step(1)));

    assertThat(approval.writes()).isEqualTo(2);
    assertThat(server.count(PATCH_STATUS)).isEqualTo(2);
    assertThat(server.count(GET)).isEqualTo(2);
    assertThat(server.approvals()).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the writes fail for longer than five attempts: written again, ever more seldom")
  void writesFail(Call call) {
    server.rollout(demo().paused(1));
    server.next(PATCH_STATUS, 7, Fault.answer(500));

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    List.of(50, 100, 200, 400, 800, 1600).forEach(millis -> clock.advanceToTimer(ofMillis(millis)));

    assertThat(value(approval).writes()).isEqualTo(8);
    assertThat(server.approvals()).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the writes fail until the bound: not confirmed, with the server's words")
  void writesFailForGood(Call call) {
    server.rollout(demo().paused(1));
    server.always(PATCH_STATUS, Fault.answer(500));

    CompletableFuture<Approval> approval =
        call.approve(ops, step(1).withConfirmWithin(ofMillis(120)));
    clock.advanceToTimer(ofMillis(50));
    Eventually.holds(() -> clock.pending().contains(ofMillis(100)));
    clock.advance(ofMillis(70));

    assertThat(failure(approval, ApprovalNotConfirmedException.class))
        .hasMessageContaining("it was not seen to be left within 0.12 s")
        .hasRootCauseMessage(
            "PATCH "
                + server.url()
                + "apis/rollouts.kruise.io/v1beta1/namespaces/default/rollouts/rollouts-demo/status"
                + "?fieldManager=kruise-rollouts-java was answered with 500: scripted");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("422 for what is no guard: fabric8's exception as it is, nothing written again")
  void refusedForGood(Call call) {
    server.rollout(demo().paused(1));
    server.always(PATCH_STATUS, Fault.answer(422));

    assertThat(failure(call.approve(ops, step(1)), KubernetesClientException.class))
        .returns(422, KubernetesClientException::getCode);
    assertThat(server.count(PATCH_STATUS)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("refused after a first write was applied: not confirmed, and not called failed")
  void refusedAfterAWrite(Call call) {
    server.rollout(demo().paused(1));
    server.onNextApproval(OVERWRITES);
    server.next(PATCH_STATUS, Fault.first(() -> {}), Fault.answer(403));

    ApprovalNotConfirmedException e =
        failure(call.approve(ops, step(1)), ApprovalNotConfirmedException.class);

    assertThat(e).hasMessageContaining("was answered with 403");
    assertThat(e.getCause()).isInstanceOf(KubernetesClientException.class);
    assertThat(server.approvals()).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the right to read is lost after the write: not confirmed, and not called failed")
  void readRefusedAfterTheWrite(Call call) {
    server.rollout(demo().paused(1));
    server.next(WATCH, Fault.mute());
    server.onNextApproval(SLEEPS);

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    Eventually.holds(() -> server.approvals().size() == 1);
    server.always(GET, Fault.answer(401));
    clock.advanceToTimer(ofSeconds(1));

    assertThat(failure(approval, ApprovalNotConfirmedException.class))
        .hasMessageContaining("was answered with 401");
  }

  @Test
  @DisplayName("a proxy's error page instead of an answer is no answer")
  void proxyPage() {
    server.rollout(demo().paused(1));
    server.next(PATCH_STATUS, Fault.page(502));

    assertThat(ops.approve(step(1)).writes()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("somebody else approves it first: ours is refused, and looked at")
  void someoneElse(Call call) {
    server.rollout(demo().paused(1));
    server.next(PATCH_STATUS, Fault.first(() -> server.rollout(demo().rolling(1, "StepReady"))));

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    Eventually.holds("a look", () -> server.count(GET) == 2);
    server.edit(ControllerMoves::moveOn);

    assertThat(value(approval).view().position().stepIndex()).isEqualTo(2);
    assertThat(server.count(PATCH_STATUS)).isEqualTo(1);
    assertThat(server.approvals()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("two approve the same step: both are told of it, and it is approved once")
  void twoApprovers(Call call) {
    server.rollout(demo().paused(1));

    CompletableFuture<Approval> one = call.approve(ops, step(1));
    CompletableFuture<Approval> other = call.approve(ops, step(1));

    assertThat(value(one).view().position().stepIndex()).isEqualTo(2);
    assertThat(value(other).view().position().stepIndex()).isEqualTo(2);
    assertThat(server.approvals()).containsExactly(1);
    assertThat(storedState()).isEqualTo("BeforeStepUpgrade");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the reads fail for a while: tried again, 100 ms and 200 ms later")
  void readsFail(Call call) {
    server.rollout(demo().paused(1));
    server.next(GET, Fault.answer(503), Fault.answer(429));

    CompletableFuture<Approval> approval = call.approve(ops, step(1));
    clock.advanceToTimer(ofMillis(100));
    clock.advanceToTimer(ofMillis(200));

    assertThat(value(approval).writes()).isEqualTo(1);
  }

  // ---- refusals of the API server

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  @DisplayName("no right to write: fabric8's exception as it is, one attempt")
  void mayNotWrite(int code) {
    server.rollout(demo().paused(1));
    server.always(PATCH_STATUS, Fault.answer(code));

    for (Call call : Call.values()) {
      assertThat(failure(call.approve(ops, step(1)), KubernetesClientException.class))
          .returns(code, KubernetesClientException::getCode);
    }
    assertThat(server.count(PATCH_STATUS)).isEqualTo(2);
    assertThat(server.approvals()).isEmpty();
  }

  @Test
  @DisplayName("no right to read: fabric8's exception as it is")
  void mayNotRead() {
    server.rollout(demo().paused(1));
    server.always(GET, Fault.answer(403));

    assertThat(failure(ops.approveAsync(step(1)), KubernetesClientException.class))
        .returns(403, KubernetesClientException::getCode);
    assertNothingWritten();
  }

  @Test
  @DisplayName("no right to read the workload matters only where it is needed")
  void mayNotReadTheWorkload() {
    server.always(WORKLOAD, Fault.answer(403));
    server.rollout(demo().paused(1));
    ApproveOptions whicheverRelease = step(1).of(ReleaseMatch.whateverTheStatusShows());
    assertThat(value(ops.approveAsync(whicheverRelease)).writes()).isEqualTo(1);

    assertThat(failure(ops.approveAsync(step(1)), KubernetesClientException.class))
        .returns(403, KubernetesClientException::getCode);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("no Rollout, no CRDs")
  void notThere(Call call) {
    failure(call.approve(ops, step(1)), RolloutNotFoundException.class);
    server.uninstall();
    failure(call.approve(ops, step(1)), RolloutsNotInstalledException.class);
  }
}
