// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.contract;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static io.kruise.rollouts.client.readiness.StepExpectation.passed;
import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static io.kruise.rollouts.client.support.Eventually.failure;
import static io.kruise.rollouts.client.support.Eventually.value;
import static io.kruise.rollouts.client.support.RolloutFixture.blueGreen;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.GET;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.WATCH;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.WORKLOAD;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.ConnectionLostException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutsNotInstalledException;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.StepUnreachableException;
import io.kruise.rollouts.client.WaitInterruptedException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.Reason;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.Verdict;
import io.kruise.rollouts.client.support.Eventually;
import io.kruise.rollouts.client.support.Fault;
import io.kruise.rollouts.client.support.ManualWaitClock;
import io.kruise.rollouts.client.support.RolloutFixture;
import io.kruise.rollouts.client.support.ScriptedApiServer.Request;
import io.kruise.rollouts.client.support.Workloads;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("waitFor")
abstract class WaitContract extends ClusterContract {
  private final List<StepReadiness> heard = new CopyOnWriteArrayList<>();
  private final WaitOptions options =
      WaitOptions.atMost(ofSeconds(60)).withProgressListener(heard::add);

  private CompletableFuture<RolloutView> start(Call call, StepExpectation expectation) {
    return call.waitFor(ops, expectation, options);
  }

  private void awaitHeard(Reason reason) {
    Eventually.holds(
        "the wait to see " + reason,
        () -> heard.stream().anyMatch(readiness -> readiness.reason() == reason));
  }

  /** A wait that has seen step 1 upgrade, and has its watch open. */
  private CompletableFuture<RolloutView> startAtStepOne(Call call, StepExpectation expectation) {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait = start(call, expectation);
    Eventually.holds(() -> server.openWatches() == 1 && !heard.isEmpty());
    return wait;
  }

  // ---- met

  static Stream<Arguments> metAtOnce() {
    return Stream.of(
        arguments(reached(2), demo().paused(2)),
        arguments(reached(2), demo().rolling(2, "StepReady")),
        arguments(reached(2), demo().rolling(3, "BeforeStepUpgrade")),
        arguments(reached(2), demo().pause(2, 600).paused(2)),
        arguments(reached(2), demo().heldAt(2, "StepPaused")),
        arguments(reached(3), demo().paused(3)),
        arguments(reached(2), demo().finalising()),
        arguments(reached(2), demo().succeeded()),
        arguments(awaitingApproval(2), demo().paused(2)),
        arguments(awaitingApproval(2), blueGreen("50%", "100%").paused(2)),
        arguments(passed(2), demo().rolling(3, "BeforeStepUpgrade")),
        arguments(passed(3), demo().rolling(3, "Completed")),
        arguments(passed(2), demo().succeeded()),
        arguments(completed(), demo().succeeded()));
  }

  @ParameterizedTest
  @MethodSource("metAtOnce")
  @DisplayName("met already: back at once, with what was seen")
  void metAtOnce(StepExpectation expectation, RolloutFixture state) {
    server.workload(Workloads.deployment("r2", 2));
    server.rollout(state);

    for (Call call : Call.values()) {
      RolloutView view = value(start(call, expectation));

      assertThat(view.position()).isEqualTo(state.view().position());
    }
  }

  static Stream<Arguments> metLater() {
    return Stream.of(
        arguments(reached(2), demo().paused(2)),
        arguments(reached(2), demo().rolling(3, "StepUpgrade")),
        arguments(awaitingApproval(1), demo().paused(1)),
        arguments(passed(1), demo().rolling(2, "BeforeStepUpgrade")),
        arguments(completed(), demo().succeeded()));
  }

  @ParameterizedTest
  @MethodSource("metLater")
  @DisplayName("met later: told by the watch, without the clock moving")
  void metLater(StepExpectation expectation, RolloutFixture state) {
    for (Call call : Call.values()) {
      heard.clear();
      CompletableFuture<RolloutView> wait = startAtStepOne(call, expectation);
      server.rollout(state);

      assertThat(value(wait).position()).isEqualTo(state.view().position());
      Eventually.holds(() -> server.openWatches() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a whole walk, from the status of the release before")
  void wholeWalk(Call call) {
    server.rollout(demo().succeeded().releaseBefore());
    CompletableFuture<RolloutView> wait = start(call, awaitingApproval(2));
    awaitHeard(Reason.OTHER_RELEASE);
    List<RolloutFixture> walk =
        List.of(
            demo().noticed(),
            demo().initializing(),
            demo().rolling(1, "StepUpgrade"),
            demo().paused(1),
            demo().rolling(1, "StepReady"),
            demo().rolling(2, "StepUpgrade"),
            demo().paused(2));
    walk.forEach(server::rollout);

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
    assertThat(heard)
        .extracting(StepReadiness::reason)
        .containsExactly(
            Reason.OTHER_RELEASE,
            Reason.INITIALIZING,
            Reason.INITIALIZING,
            Reason.EARLIER_STEP,
            Reason.EARLIER_STEP,
            Reason.EARLIER_STEP,
            Reason.UPGRADING,
            Reason.MANUAL_PAUSE);
    assertThat(server.log())
        .extracting(Request::kind)
        .containsExactlyInAnyOrder(GET, WORKLOAD, WATCH);
  }

  @Test
  @DisplayName("waitForStep: reached, of the release that the workload holds")
  void waitForStep() {
    server.rollout(demo().paused(1));

    assertThat(ops.waitForStep(1).position().stepIndex()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("what happens between the read and the watch is not missed")
  void betweenReadAndWatch(Call call) {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    server.next(WATCH, Fault.first(() -> server.rollout(demo().paused(1))));

    assertThat(value(start(call, reached(1))).position().stepIndex()).isEqualTo(1);
  }

  @Test
  @DisplayName("the listener hears each judgement once, on the clock's threads")
  void listener() {
    List<String> threads = new CopyOnWriteArrayList<>();
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait =
        ops.waitForAsync(
            reached(2),
            options.withProgressListener(
                readiness -> {
                  threads.add(Thread.currentThread().getName());
                  heard.add(readiness);
                }));
    awaitHeard(Reason.EARLIER_STEP);
    server.rollout(demo().rolling(1, "StepUpgrade").since("2026-01-01T00:00:11Z"));
    server.rollout(demo().rolling(2, "StepUpgrade"));
    awaitHeard(Reason.UPGRADING);
    server.rollout(demo().paused(2));

    value(wait);
    assertThat(heard)
        .extracting(StepReadiness::reason)
        .containsExactly(Reason.EARLIER_STEP, Reason.UPGRADING, Reason.MANUAL_PAUSE);
    assertThat(threads).allMatch(thread -> thread.startsWith(ManualWaitClock.THREADS));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a listener that throws is left alone, and the wait goes on")
  void throwingListener(Call call) {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    Consumer<StepReadiness> throwing =
        readiness -> {
          heard.add(readiness);
          throw new IllegalStateException("on purpose");
        };
    CompletableFuture<RolloutView> wait =
        call.waitFor(ops, reached(2), options.withProgressListener(throwing));
    awaitHeard(Reason.EARLIER_STEP);
    server.rollout(demo().paused(2));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
  }

  // ---- in vain

  static Stream<Arguments> inVain() {
    return Stream.of(
        arguments(demo().cancelling(1), Reason.CANCELLING),
        arguments(demo().cancelled(1), Reason.CANCELLED),
        arguments(demo().continuous(), Reason.NEWER_RELEASE),
        arguments(demo().paused(2).release("r3", "rev3", 5), Reason.NEWER_RELEASE),
        arguments(
            demo().rollbackInBatch().rolling(1, "StepUpgrade").release("r1b", "rev1", 3),
            Reason.ROLLING_BACK_IN_BATCHES),
        arguments(demo().rolling(1, "StepUpgrade").disabled(), Reason.SPEC_DISABLED),
        arguments(demo().disabledAt(1), Reason.SPEC_DISABLED),
        arguments(demo().enabledAgainAt(1), Reason.DISABLED_DURING_RELEASE),
        arguments(demo().rolling(1, "StepUpgrade").deleting(), Reason.BEING_DELETED),
        arguments(demo().workloadMissing(), Reason.WORKLOAD_DELETED),
        arguments(demo().uid("uid-2").paused(2), Reason.ROLLOUT_RECREATED),
        arguments(RolloutFixture.canary("100%").rolling(1, "StepUpgrade"), Reason.OUTSIDE_PLAN));
  }

  @ParameterizedTest
  @MethodSource("inVain")
  @DisplayName("ends at once when it can't be reached any more, without the clock moving")
  void inVain(RolloutFixture state, Reason reason) {
    for (Call call : Call.values()) {
      heard.clear();
      server.deleteRollout();
      CompletableFuture<RolloutView> wait = startAtStepOne(call, reached(2));
      server.rollout(state);

      StepUnreachableException e = failure(wait, StepUnreachableException.class);
      assertThat(e.readiness().reason()).as(e.getMessage()).isEqualTo(reason);
      assertThat(e)
          .hasMessageContaining("waiting for step 2 to be reached in default/rollouts-demo")
          .hasMessageContaining("(release r2) is in vain: " + e.readiness().explanation());
      assertThat(heard).contains(e.readiness());
      Eventually.holds(() -> server.openWatches() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ends at once when the Rollout is deleted")
  void deleted(Call call) {
    CompletableFuture<RolloutView> wait = startAtStepOne(call, reached(2));
    server.deleteRollout();

    assertThat(failure(wait, StepUnreachableException.class).readiness().reason())
        .isEqualTo(Reason.ROLLOUT_NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ends at once when the Rollout was deleted while the watch was down")
  void deletedMeanwhile(Call call) {
    CompletableFuture<RolloutView> wait = startAtStepOne(call, reached(2));
    server.always(WATCH, Fault.answer(503));
    server.cutWatches();
    server.deleteRollout();
    clock.advanceToTimer(ofMillis(100));

    assertThat(failure(wait, StepUnreachableException.class).readiness().reason())
        .isEqualTo(Reason.ROLLOUT_NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a step that was passed can't be awaited any more")
  void passedAlready(Call call) {
    server.rollout(demo().paused(2));

    assertThat(failure(start(call, awaitingApproval(1)), StepUnreachableException.class))
        .hasMessageContaining("step 1 to await approval")
        .hasMessageContaining("step 2 is current");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("no Rollout, no CRDs")
  void notThere(Call call) {
    assertThat(failure(start(call, reached(1)), RolloutNotFoundException.class))
        .hasMessageContaining("there is no Rollout default/rollouts-demo");
    server.uninstall();
    assertThat(failure(start(call, reached(1)), RolloutsNotInstalledException.class))
        .hasMessageContaining("rollouts.kruise.io/v1beta1")
        .hasMessageContaining("default/rollouts-demo");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  @DisplayName("no right to read: fabric8's exception as it is")
  void mayNotRead(int code) {
    server.rollout(demo().paused(1));
    server.always(GET, Fault.answer(code));

    for (Call call : Call.values()) {
      assertThat(failure(start(call, reached(1)), KubernetesClientException.class))
          .returns(code, KubernetesClientException::getCode);
    }
  }

  // ---- the bound

  @ParameterizedTest
  @EnumSource
  @DisplayName("the bound is over: what was wanted, what was last seen, and why")
  void timesOut(Call call) {
    CompletableFuture<RolloutView> wait = startAtStepOne(call, reached(2));
    clock.advance(ofSeconds(59));
    assertThat(wait).isNotDone();
    clock.advance(ofSeconds(1));

    StepTimeoutException e = failure(wait, StepTimeoutException.class);
    assertThat(e)
        .hasMessage(
            "waited 60.0 s for step 2 to be reached in default/rollouts-demo (release r2); last"
                + " seen: step 1 is current, in StepUpgrade [IN_PROGRESS/EARLIER_STEP;"
                + " Progressing/InRolling, step 1/3 StepUpgrade, 1 pods updated, 1 of them ready"
                + " (\"Rollout is in step(1/3), and upgrade workload to new version\")]")
        .hasNoCause();
    assertThat(e.waited()).isEqualTo(ofSeconds(60));
    assertThat(e.lastSeen()).get().returns(Reason.EARLIER_STEP, StepReadiness::reason);
    assertThat(e.ref()).isEqualTo(REF);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the bound is over and nothing was ever read: it says what the trouble is")
  void timesOutUnreachable(Call call) {
    server.stop();
    CompletableFuture<RolloutView> wait = start(call, reached(2));
    Eventually.holds(() -> clock.pending().contains(ofMillis(100)));
    clock.advance(ofSeconds(60));

    StepTimeoutException e = failure(wait, StepTimeoutException.class);
    assertThat(e)
        .hasMessageStartingWith(
            "waited 60.0 s for step 2 to be reached in default/rollouts-demo (the release that the"
                + " workload holds); nothing was ever read; the API server can't be reached: GET ")
        .hasCauseInstanceOf(KubernetesClientException.class);
    assertThat(e.lastSeen()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the server goes away in the middle: what was last seen, and the trouble")
  void timesOutInTrouble(Call call) {
    CompletableFuture<RolloutView> wait = startAtStepOne(call, reached(2));
    server.stop();
    clock.advanceToTimer(ofMillis(100));
    Eventually.holds("a failed read", () -> clock.pending().contains(ofMillis(100)));
    clock.advance(ofSeconds(60));

    assertThat(failure(wait, StepTimeoutException.class))
        .hasMessageContaining("last seen: step 1 is current")
        .hasMessageContaining("the API server can't be reached");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a read without an answer does not hold up the bound")
  void timesOutWithoutAnswer(Call call) {
    server.rollout(demo().paused(2));
    server.next(GET, Fault.hang());

    CompletableFuture<RolloutView> wait = start(call, reached(2));
    Eventually.holds(() -> server.count(GET) == 1);
    clock.advance(ofSeconds(60));

    failure(wait, StepTimeoutException.class);
    server.stop(); // the unanswered call itself is bounded by fabric8's request timeout
  }

  @Test
  @DisplayName("out of reach for longer than the budget: since when, and the last error")
  void connectionLost() {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait =
        ops.waitForAsync(reached(2), options.withConnectionLossBudget(ofSeconds(3)));
    Eventually.holds(() -> server.openWatches() == 1 && !heard.isEmpty());
    server.stop();
    clock.advanceToTimer(ofMillis(100));
    Eventually.holds("the budget to run", () -> clock.pending().contains(ofSeconds(3)));
    Instant lost = clock.now();
    clock.advance(ofSeconds(3));

    ConnectionLostException e = failure(wait, ConnectionLostException.class);
    assertThat(e.since()).isEqualTo(lost);
    assertThat(e).hasCauseInstanceOf(KubernetesClientException.class);
    assertThat(e.lastSeen()).get().returns(Reason.EARLIER_STEP, StepReadiness::reason);
    assertThat(e).hasMessageContaining("no call has succeeded since " + lost);
  }

  @Test
  @DisplayName("out of reach for less than the budget: the wait goes on")
  void connectionBack() {
    server.next(GET, Fault.answer(503), Fault.answer(503));
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait =
        ops.waitForAsync(reached(2), options.withConnectionLossBudget(ofSeconds(3)));
    clock.advanceToTimer(ofMillis(100));
    clock.advanceToTimer(ofMillis(200));
    awaitHeard(Reason.EARLIER_STEP);
    clock.advance(ofSeconds(4));
    server.rollout(demo().paused(2));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
  }

  // ---- trouble

  @ParameterizedTest
  @EnumSource
  @DisplayName("the watch's version is too old: read again, watched from there")
  void expired(Call call) {
    server.next(WATCH, Fault.expired());
    survivesTheWatchsEnd(call);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the watch ends at once, without an event")
  void endsAtOnce(Call call) {
    server.next(WATCH, Fault.end());
    survivesTheWatchsEnd(call);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 410, 429, 500, 503})
  @DisplayName("the watch is refused for now")
  void watchRefused(int code) {
    server.next(WATCH, Fault.answer(code));
    survivesTheWatchsEnd(Call.ASYNC);
  }

  private void survivesTheWatchsEnd(Call call) {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait = start(call, reached(2));
    clock.advanceToTimer(ofMillis(100));
    Eventually.holds(() -> server.openWatches() == 1);
    server.rollout(demo().paused(2));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
    assertThat(server.count(WATCH)).isEqualTo(2);
    assertThat(server.count(GET)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("the watch is cut, or ended by the server: what came meanwhile is not missed")
  void watchLost(boolean cut) {
    for (Call call : Call.values()) {
      heard.clear();
      CompletableFuture<RolloutView> wait = startAtStepOne(call, reached(2));
      if (cut) {
        server.cutWatches();
      } else {
        server.endWatches();
      }
      Eventually.holds(() -> clock.pending().contains(ofMillis(100)));
      server.rollout(demo().paused(2));
      clock.advance(ofMillis(100));

      assertThat(value(wait).position().stepIndex()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("the watch is lost and history forgotten: the read comes first")
  void watchLostAndHistoryForgotten() {
    CompletableFuture<RolloutView> wait = startAtStepOne(Call.ASYNC, reached(2));
    server.cutWatches();
    server.rollout(demo().rolling(1, "StepTrafficRouting"));
    server.forgetHistory();
    clock.advanceToTimer(ofMillis(100));
    Eventually.holds(() -> server.openWatches() == 1);
    server.rollout(demo().paused(2));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
  }

  @Test
  @DisplayName("a watch that ends by itself gives its connection back, and breaks no other")
  void connectionsAreKept() {
    CompletableFuture<RolloutView> wait = startAtStepOne(Call.ASYNC, reached(2));
    for (int i = 1; i <= 12; i++) {
      server.rollout(demo().rolling(1, "StepUpgrade").message("pass " + i));
      String seen = "pass " + i;
      Eventually.holds(() -> heard.stream().anyMatch(now -> now.toString().contains(seen)));
      if (i % 2 == 0) {
        server.next(WATCH, Fault.expired());
      }
      server.endWatches();
      clock.advanceToTimer(ofMillis(100));
      if (i % 2 == 0) {
        clock.advanceToTimer(ofMillis(200));
      }
      Eventually.holds(() -> server.openWatches() == 1);
    }

    wait.cancel(true);
    assertThat(server.connections())
        .as("one for the watch, one for a read, one or two not given back yet when they are needed")
        .isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a Rollout whose own version is too old for a watch is watched from the present")
  void quietForLong(Call call) {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    server.workload(Workloads.deployment("r2", 2));
    server.forgetHistory();

    CompletableFuture<RolloutView> wait = start(call, reached(2));
    clock.advanceToTimer(ofMillis(100));
    Eventually.holds(() -> server.openWatches() == 1 && server.count(WATCH) == 2);
    server.rollout(demo().paused(2));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
    assertThat(server.count(GET)).isEqualTo(2);
  }

  @Test
  @DisplayName("a watch that ends again and again is opened ever more seldom, up to 5 s")
  void watchBackoff() {
    server.always(WATCH, Fault.end());
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait =
        ops.waitForAsync(reached(2), options.withRecheckEvery(ofSeconds(50)));
    List.of(100, 200, 400, 800, 1600, 3200, 5000, 5000)
        .forEach(millis -> clock.advanceToTimer(ofMillis(millis)));
    Eventually.holds(() -> server.count(WATCH) == 9);
    server.heal();
    clock.advanceToTimer(ofSeconds(5));
    Eventually.holds(() -> server.openWatches() == 1);
    server.rollout(demo().rolling(1, "StepTrafficRouting"));
    awaitState("StepTrafficRouting");
    server.cutWatches();
    clock.advanceToTimer(ofMillis(100));
    Eventually.holds("after an event it begins anew", () -> server.openWatches() == 1);
    server.rollout(demo().paused(2));

    value(wait);
  }

  private void awaitState(String state) {
    Eventually.holds(
        () -> heard.stream().anyMatch(readiness -> readiness.toString().contains(state)));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a dead watch is found by the re-check, and opened anew")
  void deadWatch(Call call) {
    server.next(WATCH, Fault.mute());
    CompletableFuture<RolloutView> wait = startAtStepOne(call, reached(2));
    server.rollout(demo().rolling(2, "StepUpgrade"));
    clock.advanceToTimer(ofSeconds(5));
    awaitHeard(Reason.UPGRADING);
    Eventually.holds(() -> server.count(WATCH) == 2 && server.openWatches() == 1);
    server.rollout(demo().paused(2));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "a watch that gets no answer does not hold up the re-check; one that comes is closed")
  void unansweredWatch(Call call) {
    Fault.Hold opening = Fault.hold();
    server.next(WATCH, opening);
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait = start(call, reached(2));
    opening.awaitArrival();
    server.rollout(demo().paused(2));
    clock.advanceToTimer(ofSeconds(5));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
    opening.release();
    Eventually.holds("the watch to be closed", () -> server.openWatches() == 0);
  }

  @Test
  @DisplayName("a living watch is left open by the re-checks")
  void livingWatch() {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait =
        ops.waitForAsync(reached(2), WaitOptions.atMost(ofHours(10)));
    Eventually.holds(() -> server.openWatches() == 1);
    Eventually.holds(
        "three re-checks",
        () -> {
          clock.advance(ofSeconds(5));
          return server.count(GET) >= 4;
        });
    server.rollout(demo().paused(2));

    value(wait);
    assertThat(server.count(WATCH)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "{\"type\":\"MODIFIED\",\"object\":{\"spec\":7}}",
        "{\"type\":\"ERROR\",\"object\":{}}",
        "{}",
        ""
      })
  @DisplayName("a watch that talks nonsense is found by the re-check at the latest")
  void nonsense(String line) {
    server.next(WATCH, Fault.line(line));
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait = start(Call.ASYNC, reached(2));
    awaitHeard(Reason.EARLIER_STEP);
    Eventually.holds(() -> server.count(WATCH) == 1);
    server.rollout(demo().paused(2));
    clock.advance(ofSeconds(5));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("no right to watch: goes by its re-checks")
  void mayNotWatch(Call call) {
    server.always(WATCH, Fault.answer(403));
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait = start(call, reached(2));
    awaitHeard(Reason.EARLIER_STEP);
    server.rollout(demo().paused(2));
    clock.advanceToTimer(ofSeconds(5));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
  }

  @Test
  @DisplayName("no right to watch the namespace: each watches its own Rollout, for five minutes")
  void mayWatchAlone() {
    server.next(WATCH, Fault.answer(403));
    CompletableFuture<RolloutView> wait = startBehindAForbiddenWatch();
    server.rollout(demo().paused(2));
    value(wait);
    Eventually.holds(() -> server.openWatches() == 0);
    CompletableFuture<RolloutView> second = start(Call.ASYNC, reached(3));
    Eventually.holds(() -> server.openWatches() == 1);

    assertThat(server.log(WATCH).get(0).uri()).doesNotContain("fieldSelector");
    assertThat(server.log(WATCH).subList(1, 3))
        .allMatch(request -> request.uri().contains("fieldSelector"));
    second.cancel(true);
  }

  private CompletableFuture<RolloutView> startBehindAForbiddenWatch() {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait = start(Call.ASYNC, reached(2));
    clock.advanceToTimer(ofMillis(100));
    Eventually.holds(() -> server.openWatches() == 1);
    return wait;
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  @DisplayName("reads are answered with 429 and 5xx for a while")
  void readsFail(int code) {
    server.next(GET, Fault.answer(code), Fault.page(code), Fault.answer(code));
    server.rollout(demo().paused(2));
    CompletableFuture<RolloutView> wait = start(Call.ASYNC, reached(2));
    List.of(100, 200, 400).forEach(millis -> clock.advanceToTimer(ofMillis(millis)));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
    assertThat(server.count(GET)).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the server refuses connections for a while")
  void connectionRefused(Call call) {
    server.rollout(demo().paused(2));
    server.stop();
    CompletableFuture<RolloutView> wait = start(call, reached(2));
    clock.advanceToTimer(ofMillis(100));
    Eventually.holds(() -> clock.pending().contains(ofMillis(200)));
    server.start();
    clock.advance(ofMillis(200));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the server is restarted in the middle")
  void serverRestarted(Call call) {
    CompletableFuture<RolloutView> wait = startAtStepOne(call, reached(2));
    server.stop();
    Eventually.holds(() -> clock.pending().contains(ofMillis(100)));
    server.start();
    server.rollout(demo().paused(2));
    advanceWhileItRetries(wait);

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
  }

  /** A connection of before may be found cut only when it is used: that read is sent once more. */
  private void advanceWhileItRetries(CompletableFuture<?> wait) {
    for (int i = 0; i < 5 && !wait.isDone(); i++) {
      Eventually.holds(
          () ->
              wait.isDone()
                  || clock.pending().stream().anyMatch(each -> each.compareTo(ofSeconds(1)) <= 0));
      clock.advance(ofSeconds(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the caller closes fabric8's client: the wait ends with that, not with its bound")
  void clientClosed(Call call) {
    CompletableFuture<RolloutView> wait = startAtStepOne(call, reached(2));
    // an event, so that the watch is open here too: a request that is under way when the JDK's
    // client is closed never ends
    server.rollout(demo().rolling(1, "StepTrafficRouting"));
    Eventually.holds(() -> heard.size() == 2);
    kubernetes.close();
    for (int i = 0; i < 3 && !wait.isDone(); i++) {
      clock.advance(ofSeconds(5));
      Eventually.holds(() -> wait.isDone() || !clock.pending().isEmpty());
    }

    assertThat(failure(wait, RuntimeException.class)).isNotInstanceOf(StepTimeoutException.class);
  }

  // ---- the workload

  @ParameterizedTest
  @EnumSource
  @DisplayName("the workload is not there, and the goal can't be reached of any release: at once")
  void workloadMissingAndDisabled(Call call) {
    server.deleteWorkload();
    server.rollout(demo().disabledAt(1));

    assertThat(failure(start(call, reached(2)), StepUnreachableException.class).readiness())
        .returns(Verdict.DISABLED, StepReadiness::verdict);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the workload is not there at first: asked again with each re-check")
  void workloadComesLater(Call call) {
    server.deleteWorkload();
    server.rollout(demo().paused(2));
    CompletableFuture<RolloutView> wait = start(call, reached(2));
    awaitHeard(Reason.WORKLOAD_NOT_FOUND);
    assertThat(heard.get(0).explanation()).contains("Deployment workload-demo");
    server.workload(Workloads.releasing("r2", 2));
    clock.advanceToTimers(2, ofSeconds(5)); // the re-check's, and the next question's

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the workload can't be read for a while")
  void workloadFails(Call call) {
    server.next(WORKLOAD, Fault.answer(503), Fault.answer(429));
    server.rollout(demo().paused(2));
    CompletableFuture<RolloutView> wait = start(call, reached(2));
    awaitHeard(Reason.WORKLOAD_NOT_FOUND);
    clock.advanceToTimers(2, ofSeconds(5)); // the re-check's, and the next question's
    clock.advanceToTimers(2, ofSeconds(5));

    assertThat(value(wait).position().stepIndex()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  @DisplayName("no right to read the workload: a named release goes, an unnamed fails with that")
  void mayNotReadTheWorkload(int code) {
    server.always(WORKLOAD, Fault.answer(code));
    server.rollout(demo().paused(2));
    ReleaseMatch written = ReleaseMatch.startedBy(Workloads.releasing("r2", 2));

    for (Call call : Call.values()) {
      value(start(call, reached(2).ofRelease("r2")));
      value(start(call, reached(2).of(written)));
      value(start(call, reached(2).of(ReleaseMatch.whateverTheStatusShows())));
      assertThat(failure(start(call, reached(2)), KubernetesClientException.class))
          .returns(code, KubernetesClientException::getCode);
    }
  }

  @Test
  @DisplayName("no workload, and a named release: the release is enough")
  void namedReleaseWithoutWorkload() {
    server.deleteWorkload();
    server.rollout(demo().paused(2));

    value(ops.waitForAsync(reached(2).ofRelease("r2"), options));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a named release whose id was copied before it began is not taken for completed")
  void idCopiedEarly(Call call) {
    server.rollout(demo().succeeded().release("r2", "rev1", 1));
    CompletableFuture<RolloutView> wait = start(call, completed().ofRelease("r2"));
    awaitHeard(Reason.OTHER_RELEASE);
    server.rollout(demo().noticed());
    server.rollout(demo().paused(1));
    server.rollout(demo().succeeded());

    assertThat(value(wait).revision()).isEqualTo("rev2");
  }

  @Test
  @DisplayName("a workload without a label: the revision stands for the id")
  void withoutALabel() {
    server.workload(Workloads.releasing(null, 2));
    server.rollout(demo().succeeded().release("rev1", "rev1", 1));
    CompletableFuture<RolloutView> wait = start(Call.ASYNC, reached(1));
    awaitHeard(Reason.OTHER_RELEASE);
    server.rollout(demo().paused(1).id("rev2"));

    assertThat(value(wait).rolloutId()).isEqualTo("rev2");
  }

  // ---- given up by the caller

  @Test
  @DisplayName("cancelled: the watch is closed, and nothing is sent any more")
  void cancelled() {
    CompletableFuture<RolloutView> wait = startAtStepOne(Call.ASYNC, reached(2));
    wait.cancel(true);

    Eventually.holds(() -> server.openWatches() == 0);
    clock.settle();
    assertThat(clock.pending()).isEmpty();
    int requests = server.log().size();
    int judgements = heard.size();
    server.rollout(demo().paused(2));
    clock.advance(ofSeconds(100));
    assertThat(server.log()).hasSize(requests);
    assertThat(heard).hasSize(judgements);
  }

  @Test
  @DisplayName("cancelled while the watch is being opened: it is closed when it is open")
  void cancelledWhileOpening() {
    Fault.Hold opening = Fault.hold();
    server.next(WATCH, opening);
    server.rollout(demo().rolling(1, "StepUpgrade"));
    CompletableFuture<RolloutView> wait = start(Call.ASYNC, reached(2));
    opening.awaitArrival();
    wait.cancel(true);
    clock.settle();
    opening.release();

    Eventually.holds("the watch to be closed", () -> server.openWatches() == 0);
  }

  @Test
  @DisplayName("completed by the caller: the same")
  void completedByTheCaller() {
    CompletableFuture<RolloutView> wait = startAtStepOne(Call.ASYNC, reached(2));
    wait.complete(demo().paused(2).view());

    Eventually.holds(() -> server.openWatches() == 0 && clock.pending().isEmpty());
  }

  @Test
  @DisplayName("interrupted: the call ends, the thread stays interrupted, the watch is closed")
  void interrupted() throws InterruptedException {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    AtomicBoolean flag = new AtomicBoolean();
    CompletableFuture<RolloutView> wait = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                wait.complete(ops.waitFor(reached(2), options));
              } catch (RuntimeException e) {
                flag.set(Thread.currentThread().isInterrupted());
                wait.completeExceptionally(e);
              }
            });
    thread.start();
    Eventually.holds(() -> server.openWatches() == 1);
    thread.interrupt();

    assertThat(failure(wait, WaitInterruptedException.class))
        .hasMessage("interrupted while waiting for step 2 to be reached of default/rollouts-demo");
    assertThat(flag).isTrue();
    thread.join();
  }

  @Test
  @DisplayName("a blocking call's failure shows where it was called from")
  void showsTheCaller() {
    StepUnreachableException e =
        failure(
            Call.onThread(
                () -> {
                  server.rollout(demo().paused(2));
                  return ops.waitFor(awaitingApproval(1), options);
                }),
            StepUnreachableException.class);

    assertThat(e.getSuppressed())
        .singleElement()
        .satisfies(
            caller ->
                assertThat(Arrays.toString(caller.getStackTrace())).contains("showsTheCaller"));
  }
}
