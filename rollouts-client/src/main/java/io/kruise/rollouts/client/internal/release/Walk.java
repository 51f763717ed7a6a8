// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.StepStalledException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.internal.approve.ApproveRun;
import io.kruise.rollouts.client.internal.follow.Flow;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.internal.wait.WaitRun;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.time.WaitClock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Waits for one release. Immutable, thread-safe. */
public final class Walk {
  private final Hands hands;
  private final WaitClock clock;
  private final RolloutRef ref;
  private final String rolloutId;
  private final ReleaseMatch release;
  private final Supplier<CompletableFuture<String>> causes;

  /**
   * Of a release.
   *
   * @param hands the calls and watches
   * @param clock the time
   * @param ref which Rollout
   * @param rolloutId the release's id
   * @param release what tells it from others
   * @param causes finds out why a step stands still
   */
  public Walk(
      Hands hands,
      WaitClock clock,
      RolloutRef ref,
      String rolloutId,
      ReleaseMatch release,
      Supplier<CompletableFuture<String>> causes) {
    this.hands = hands;
    this.clock = clock;
    this.ref = ref;
    this.rolloutId = rolloutId;
    this.release = release;
    this.causes = causes;
  }

  /**
   * Waits.
   *
   * @param goal for what
   * @param options how
   * @return how it ended
   */
  public CompletableFuture<ReleaseOutcome> await(StepExpectation goal, WaitOptions options) {
    return new Flow(clock)
        .after(
            WaitRun.start(hands.waits(), clock, hands.feeds(), ref, goal.of(release), options),
            view -> CompletableFuture.completedFuture(Outcomes.met(view)),
            this::ended);
  }

  private CompletableFuture<ReleaseOutcome> ended(Throwable failure) {
    if (failure instanceof StepStalledException stalled) {
      return new Flow(clock)
          .after(
              causes.get(),
              why -> CompletableFuture.completedFuture(stalled(why, stalled)),
              unexplained ->
                  CompletableFuture.completedFuture(
                      stalled(String.valueOf(stalled.getMessage()), stalled)));
    }
    return Outcomes.failed(failure, rolloutId)
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> CompletableFuture.failedFuture(failure));
  }

  private static ReleaseOutcome stalled(String why, StepStalledException stalled) {
    return new ReleaseOutcome.Stalled(why, stalled.lastSeen());
  }

  /**
   * Approves a step, and waits for what comes then.
   *
   * @param stepIndex the step, 1-based
   * @param options how to wait
   * @return how the wait ended
   */
  public CompletableFuture<ReleaseOutcome> approveAndWait(int stepIndex, WaitOptions options) {
    return new Flow(clock)
        .then(
            ApproveRun.start(
                hands.rollouts(),
                clock,
                hands.feeds(),
                ref,
                ApproveOptions.step(stepIndex).of(release)),
            approval ->
                await(
                    approval.view().inPlan(stepIndex + 1)
                        ? StepExpectation.reached(stepIndex + 1)
                        : StepExpectation.completed(),
                    options));
  }
}
