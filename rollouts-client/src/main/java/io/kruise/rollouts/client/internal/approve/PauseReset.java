// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes a {@code pause.duration: 0} back. Each attempt reads first, so a lost answer is looked at
 * and never repeated blindly; a few attempts, then the last failure. Never two steps at a time, so
 * it needs no lock.
 */
public final class PauseReset {
  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final RolloutApi api;
  private final WaitClock clock;
  private final RolloutRef ref;
  private final int stepIndex;
  private final Optional<Duration> before;
  private final CompletableFuture<Boolean> result = new CompletableFuture<>();
  private int attempts;
  private boolean written;

  private PauseReset(
      RolloutApi api, WaitClock clock, RolloutRef ref, int stepIndex, Optional<Duration> before) {
    this.api = api;
    this.clock = clock;
    this.ref = ref;
    this.stepIndex = stepIndex;
    this.before = before;
  }

  /**
   * Begins.
   *
   * @param api the calls
   * @param clock the time between attempts
   * @param ref which Rollout
   * @param stepIndex the step, 1-based
   * @param before what the plan had; empty for no duration
   * @return whether there was a duration of 0 to take back
   */
  public static CompletableFuture<Boolean> start(
      RolloutApi api, WaitClock clock, RolloutRef ref, int stepIndex, Optional<Duration> before) {
    PauseReset reset = new PauseReset(api, clock, ref, stepIndex, before);
    reset.attempt();
    return reset.result;
  }

  private void attempt() {
    if (result.isDone()) {
      return;
    }
    attempts++;
    api.get(ref).whenComplete(this::read);
  }

  private void read(@Nullable Rollout rollout, @Nullable Throwable failure) {
    if (rollout == null) {
      again(requireNonNull(failure));
    } else if (!ApprovePatches.hasDurationZero(rollout, stepIndex)) {
      result.complete(written);
    } else {
      written = true;
      api.patchSpec(ref, ApprovePatches.resetDuration(rollout, stepIndex, before))
          .whenComplete((answer, refusal) -> answered(refusal));
    }
  }

  private void answered(@Nullable Throwable failure) {
    if (failure == null) {
      result.complete(true);
    } else {
      again(failure);
    }
  }

  private void again(Throwable failure) {
    Throwable cause = ApiFailures.unwrap(failure);
    boolean worthIt = ApiFailures.isTransient(cause) || ApiFailures.isGuardRefusal(cause);
    if (worthIt && attempts < ATTEMPTS) {
      clock.schedule(PAUSE, this::attempt);
    } else {
      result.completeExceptionally(cause);
    }
  }
}
