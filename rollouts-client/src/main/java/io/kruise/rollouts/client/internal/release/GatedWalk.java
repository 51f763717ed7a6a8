// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.NotAwaitingApprovalException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.Signature;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.internal.approve.SignedApproval;
import io.kruise.rollouts.client.internal.follow.Flow;
import io.kruise.rollouts.client.internal.follow.Hands;
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

/**
 * Walks a release's steps, each past a gate: waits until the next one is upgraded, asks, does what
 * was decided, and so on to the end. Others may act meanwhile: what they did is found by the next
 * wait. Immutable, thread-safe.
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
  private final Flow flow;

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
    this.flow = new Flow(clock);
  }

  CompletableFuture<ReleaseOutcome> from(int stepIndex) {
    return flow.then(
        await(StepExpectation.reached(stepIndex)),
        outcome -> {
          if (!(outcome instanceof ReleaseOutcome.Reached reached)) {
            return CompletableFuture.completedFuture(outcome);
          }
          RolloutView view = reached.view();
          if (view.position().stepIndex() > stepIndex) { // others were faster
            return from(view.position().stepIndex());
          }
          return waitsAt(view, stepIndex) ? ask(view, stepIndex) : after(view, stepIndex);
        });
  }

  private static boolean waitsAt(RolloutView view, int step) {
    return view.position().stepIndex() == step
        && view.position().state() == StepState.STEP_PAUSED
        && view.waitsForApproval(step);
  }

  private CompletableFuture<ReleaseOutcome> after(RolloutView view, int step) {
    return view.inPlan(step + 1) ? from(step + 1) : await(StepExpectation.completed());
  }

  private CompletableFuture<ReleaseOutcome> await(StepExpectation goal) {
    return walk.await(goal, options.withTimeout(left()));
  }

  private CompletableFuture<ReleaseOutcome> ask(RolloutView view, int step) {
    return flow.then(
        within(view, step),
        decided -> decided.map(it -> carryOut(it, view, step)).orElseGet(() -> late(view, step)));
  }

  /** Empty when no decision came in time. */
  private CompletableFuture<Optional<Gate.Decision>> within(RolloutView view, int step) {
    CompletableFuture<Optional<Gate.Decision>> decided = new CompletableFuture<>();
    WaitClock.Task late = clock.schedule(left(), () -> decided.complete(Optional.empty()));
    decided.whenComplete((decision, failure) -> late.cancel());
    try {
      requireNonNull(gate.decide(view, step), "the gate's answer")
          .whenComplete(
              (decision, failure) -> {
                if (failure != null) {
                  decided.completeExceptionally(failure);
                } else if (decision == null) {
                  decided.completeExceptionally(new NullPointerException("the gate's decision"));
                } else {
                  decided.complete(Optional.of(decision));
                }
              });
    } catch (RuntimeException e) {
      decided.completeExceptionally(e);
    }
    return decided;
  }

  private CompletableFuture<ReleaseOutcome> carryOut(
      Gate.Decision decision, RolloutView view, int step) {
    if (decision instanceof Gate.Decision.Approve approve) {
      return approve(approve.by(), view, step);
    }
    if (decision instanceof Gate.Decision.Reject reject) {
      return flow.then(
          rejection.reject(reject.by(), left()),
          rollback -> CompletableFuture.completedFuture(rejected(reject.by(), rollback)));
    }
    Duration again = ((Gate.Decision.NotYet) decision).again();
    CompletableFuture<Boolean> later = new CompletableFuture<>();
    WaitClock.Task timer =
        clock.schedule(again.compareTo(left()) < 0 ? again : left(), () -> later.complete(true));
    later.whenComplete((due, failure) -> timer.cancel());
    return flow.then(later, due -> left().equals(SHORTEST) ? late(view, step) : from(step));
  }

  private CompletableFuture<ReleaseOutcome> approve(
      Optional<Signature> by, RolloutView view, int step) {
    ApproveOptions approval = ApproveOptions.step(step).of(release);
    return flow.after(
        SignedApproval.start(
            hands,
            clock,
            ref,
            by.map(it -> approval.signedBy(it.actor(), it.reason())).orElse(approval)),
        approved -> after(view, step),
        failure ->
            failure instanceof NotAwaitingApprovalException
                ? after(view, step) // somebody acted meanwhile: the wait tells what became of it
                : CompletableFuture.failedFuture(failure));
  }

  private static ReleaseOutcome rejected(Signature by, Rollback rollback) {
    return new ReleaseOutcome.RolledBack(
        new StepReadiness(
            Reason.CANCELLED,
            "rejected by " + by + "; back on revision " + rollback.revision(),
            Optional.of(rollback.view())));
  }

  private CompletableFuture<ReleaseOutcome> late(RolloutView view, int step) {
    StepExpectation goal = StepExpectation.passed(step).of(release);
    return CompletableFuture.completedFuture(
        new ReleaseOutcome.TimedOut(
            options.timeout(), Optional.of(StepReadiness.judge(view, null, goal))));
  }

  private Duration left() {
    Duration left = Duration.between(clock.now(), end);
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }
}
