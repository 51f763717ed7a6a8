// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.Signature;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.internal.follow.ClockedFuture;
import io.kruise.rollouts.client.internal.release.ReleaseVerbs;
import io.kruise.rollouts.client.internal.release.Walk;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.release.Gate;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.client.time.WaitClock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A release: the verbs of its Rollout, each bound to it. Immutable, thread-safe. */
final class DefaultRelease implements Release {
  private final RolloutOps ops;
  private final WaitClock clock;
  private final ReleaseVerbs verbs;
  private final Walk walk;
  private final String rolloutId;
  private final ReleaseMatch match;
  private final boolean captured;

  /**
   * A release.
   *
   * @param ops the Rollout's verbs
   * @param clock the time
   * @param verbs the verbs on releases
   * @param walk the waits of this release
   * @param rolloutId its id
   * @param match what tells it from others
   * @param captured whether it is known that the webhook took it
   */
  DefaultRelease(
      RolloutOps ops,
      WaitClock clock,
      ReleaseVerbs verbs,
      Walk walk,
      String rolloutId,
      ReleaseMatch match,
      boolean captured) {
    this.ops = ops;
    this.clock = clock;
    this.verbs = verbs;
    this.walk = walk;
    this.rolloutId = rolloutId;
    this.match = match;
    this.captured = captured;
  }

  @Override
  public RolloutRef rollout() {
    return ops.ref();
  }

  @Override
  public String rolloutId() {
    return rolloutId;
  }

  @Override
  public ReleaseMatch match() {
    return match;
  }

  @Override
  public StepReadiness readiness(int stepIndex) {
    return ops.readiness(StepExpectation.reached(stepIndex).of(match));
  }

  @Override
  public ReleaseOutcome await(StepExpectation goal, WaitOptions options) {
    return join(goal.toString(), () -> awaitAsync(goal, options));
  }

  @Override
  public CompletableFuture<ReleaseOutcome> awaitAsync(StepExpectation goal, WaitOptions options) {
    return ClockedFuture.of(clock, unlessOver(() -> walk.await(goal, options)));
  }

  @Override
  public Approval approve(int stepIndex) {
    return ops.approve(ApproveOptions.step(stepIndex).of(match));
  }

  @Override
  public Approval approve(ApproveOptions options) {
    return ops.approve(options.of(match));
  }

  @Override
  public CompletableFuture<Approval> approveAsync(ApproveOptions options) {
    return ops.approveAsync(options.of(match));
  }

  @Override
  public ReleaseOutcome approveAndWait(int stepIndex, WaitOptions options) {
    return join("the approval", () -> approveAndWaitAsync(stepIndex, options));
  }

  @Override
  public CompletableFuture<ReleaseOutcome> approveAndWaitAsync(int stepIndex, WaitOptions options) {
    return ClockedFuture.of(clock, walk.approveAndWait(stepIndex, options));
  }

  @Override
  public ReleaseOutcome approveAll(WaitOptions options) {
    return join("the walk", () -> approveAllAsync(options));
  }

  @Override
  public CompletableFuture<ReleaseOutcome> approveAllAsync(WaitOptions options) {
    return walkAsync(Gate.open(), options);
  }

  @Override
  public ReleaseOutcome walk(Gate gate, WaitOptions options) {
    return join("the walk", () -> walkAsync(gate, options));
  }

  @Override
  public CompletableFuture<ReleaseOutcome> walkAsync(Gate gate, WaitOptions options) {
    requireNonNull(gate, "gate");
    return ClockedFuture.of(
        clock, unlessOver(() -> verbs.walk(match, rolloutId, walk, gate, options)));
  }

  @Override
  public RolloutView pause() {
    return join("the pause", () -> verbs.pause(match));
  }

  @Override
  public RolloutView resume() {
    return join("the resumption", () -> verbs.resume(match));
  }

  @Override
  public RolloutView jump(int stepIndex) {
    return join("the jump", () -> verbs.jump(match, stepIndex));
  }

  @Override
  public Rollback rollback(WaitOptions options) {
    return join("the rollback", () -> rollbackAsync(options));
  }

  @Override
  public CompletableFuture<Rollback> rollbackAsync(WaitOptions options) {
    return ClockedFuture.of(clock, verbs.back().rollback(rolloutId, options.timeout()));
  }

  @Override
  public Rollback reject(String actor, String reason, WaitOptions options) {
    return join("the rejection", () -> rejectAsync(actor, reason, options));
  }

  @Override
  public CompletableFuture<Rollback> rejectAsync(String actor, String reason, WaitOptions options) {
    Signature by = new Signature(actor, reason);
    return ClockedFuture.of(clock, verbs.back().reject(rolloutId, by, options.timeout()));
  }

  /** What the webhook didn't take, or what gave way to another, is not waited for. */
  private CompletableFuture<ReleaseOutcome> unlessOver(
      Supplier<CompletableFuture<ReleaseOutcome>> wait) {
    return captured ? wait.get() : verbs.unlessOver(rolloutId, wait);
  }

  private <T> T join(String what, Supplier<CompletableFuture<T>> call) {
    return Blocking.join(clock, ops.ref(), what, call);
  }

  @Override
  public String toString() {
    return "release " + rolloutId + " of " + ops.ref();
  }
}
