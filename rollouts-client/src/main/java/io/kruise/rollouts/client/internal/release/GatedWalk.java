// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.NotAwaitingApprovalException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.Signature;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.approve.SignedApproval;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.internal.follow.SerialQueue;
import io.kruise.rollouts.client.readiness.Reason;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.release.Gate;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Walks a release's steps, each past a gate: waits until the next one is upgraded, asks, does what
 * was decided, and so on to the end. Others may act meanwhile: what they did is found by the next
 * wait. Confined to its queue; the future is what others touch.
 */
final class GatedWalk {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** Takes the release back. */
  @FunctionalInterface
  interface Rejection {
    CompletableFuture<Rollback> reject(Signature by, Duration bound);
  }

  private final Hands hands;
  private final WaitClock clock;
  private final RolloutRef ref;
  private final ReleaseMatch release;
  private final Walk walk;
  private final Gate gate;
  private final Rejection rejection;
  private final WaitOptions options;
  private final Instant end;
  private final SerialQueue queue;
  private final CompletableFuture<ReleaseOutcome> result = new CompletableFuture<>();
  private CompletableFuture<?> underWay = result;

  GatedWalk(
      Hands hands,
      WaitClock clock,
      RolloutRef ref,
      ReleaseMatch release,
      Walk walk,
      Gate gate,
      Rejection rejection,
      WaitOptions options) {
    this.hands = hands;
    this.clock = clock;
    this.ref = ref;
    this.release = release;
    this.walk = walk;
    this.gate = gate;
    this.rejection = rejection;
    this.options = options;
    this.end = clock.now().plus(options.timeout());
    this.queue = new SerialQueue(clock, result::completeExceptionally);
  }

  /** Begins; cancelling the future ends what is under way. */
  CompletableFuture<ReleaseOutcome> start() {
    queue.execute(() -> from(1));
    result.whenComplete((outcome, failure) -> queue.execute(() -> underWay.cancel(true)));
    return result;
  }

  private void from(int stepIndex) {
    then(
        await(StepExpectation.reached(stepIndex)),
        outcome -> {
          if (!(outcome instanceof ReleaseOutcome.Reached reached)) {
            result.complete(outcome);
            return;
          }
          RolloutView view = reached.view();
          if (view.position().stepIndex() > stepIndex) { // others were faster
            from(view.position().stepIndex());
          } else if (waitsAt(view, stepIndex)) {
            ask(view, stepIndex);
          } else {
            after(view, stepIndex);
          }
        });
  }

  private static boolean waitsAt(RolloutView view, int step) {
    return view.position().stepIndex() == step
        && view.position().state() == StepState.STEP_PAUSED
        && view.waitsForApproval(step);
  }

  private void after(RolloutView view, int step) {
    if (view.inPlan(step + 1)) {
      from(step + 1);
    } else {
      then(await(StepExpectation.completed()), result::complete);
    }
  }

  private CompletableFuture<ReleaseOutcome> await(StepExpectation goal) {
    return walk.await(goal, options.withTimeout(left()));
  }

  private void ask(RolloutView view, int step) {
    CompletableFuture<Gate.Decision> decided =
        requireNonNull(gate.decide(view, step), "the gate's answer")
            .thenApply(decision -> requireNonNull(decision, "the gate's decision"))
            .toCompletableFuture();
    CompletableFuture<Boolean> inTime = later(left(), false);
    decided.whenComplete((decision, failure) -> inTime.complete(true));
    unlessLate(inTime, view, step, () -> then(decided, decision -> carryOut(decision, view, step)));
  }

  private void carryOut(Gate.Decision decision, RolloutView view, int step) {
    if (decision instanceof Gate.Decision.Approve approve) {
      approve(approve.by(), view, step);
    } else if (decision instanceof Gate.Decision.Reject reject) {
      then(
          rejection.reject(reject.by(), left()),
          rollback -> result.complete(rejected(reject.by(), rollback)));
    } else if (decision instanceof Gate.Decision.NotYet notYet) {
      askAgain(notYet.again(), view, step);
    }
  }

  private void askAgain(Duration again, RolloutView view, int step) {
    boolean inTime = again.compareTo(left()) < 0;
    unlessLate(later(inTime ? again : left(), inTime), view, step, () -> from(step));
  }

  private CompletableFuture<Boolean> later(Duration delay, boolean inTime) {
    CompletableFuture<Boolean> due = new CompletableFuture<>();
    WaitClock.Task timer = clock.schedule(delay, () -> due.complete(inTime));
    due.whenComplete((done, failure) -> timer.cancel());
    return due;
  }

  private void unlessLate(
      CompletableFuture<Boolean> inTime, RolloutView view, int step, Runnable next) {
    then(
        inTime,
        goOn -> {
          if (goOn) {
            next.run();
          } else {
            late(view, step);
          }
        });
  }

  private void approve(Optional<Signature> by, RolloutView view, int step) {
    ApproveOptions approval = ApproveOptions.step(step).of(release);
    then(
        SignedApproval.start(
            hands,
            clock,
            ref,
            by.map(it -> approval.signedBy(it.actor(), it.reason())).orElse(approval)),
        approved -> after(view, step),
        failure -> {
          if (failure instanceof NotAwaitingApprovalException) {
            after(view, step); // somebody acted meanwhile: the wait tells what became of it
          } else {
            result.completeExceptionally(failure);
          }
        });
  }

  private static ReleaseOutcome rejected(Signature by, Rollback rollback) {
    return new ReleaseOutcome.RolledBack(
        new StepReadiness(
            Reason.CANCELLED,
            "rejected by " + by + "; back on revision " + rollback.revision(),
            Optional.of(rollback.view())));
  }

  private void late(RolloutView view, int step) {
    StepExpectation goal = StepExpectation.passed(step).of(release);
    result.complete(
        new ReleaseOutcome.TimedOut(
            options.timeout(), Optional.of(StepReadiness.judge(view, null, goal))));
  }

  private Duration left() {
    Duration left = Duration.between(clock.now(), end);
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }

  private <T> void then(CompletableFuture<T> first, Consumer<T> next) {
    then(first, next, result::completeExceptionally);
  }

  /** A task of its own each time: the walk may be long, and the stack does not grow with it. */
  private <T> void then(CompletableFuture<T> first, Consumer<T> next, Consumer<Throwable> failed) {
    underWay = first;
    first.whenCompleteAsync(
        (value, failure) -> {
          if (result.isDone()) {
            return;
          }
          try {
            if (failure == null) {
              next.accept(requireNonNull(value));
            } else {
              failed.accept(ApiFailures.unwrap(failure));
            }
          } catch (RuntimeException e) { // the gate's own
            result.completeExceptionally(e);
          }
        },
        queue);
  }
}
