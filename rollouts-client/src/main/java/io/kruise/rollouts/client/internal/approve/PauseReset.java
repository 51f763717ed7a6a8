// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.follow.SerialQueue;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes a {@code pause.duration: 0} back. Each attempt reads first, so a lost answer is looked at
 * and never repeated blindly; a few attempts within a bound, then the last failure. Confined to its
 * queue.
 */
public final class PauseReset {
  /** A write under way takes fabric8's request timeout, 10 s by default; the rest is ours. */
  static final Duration BOUND = Duration.ofSeconds(15);

  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** How much later a write whose answer was lost may still be applied. */
  private static final Duration LATE = Duration.ofSeconds(1);

  private final RolloutApi api;
  private final SerialQueue queue;
  private final RolloutRef ref;
  private final int stepIndex;
  private final @Nullable ApprovalTarget target;
  private final CompletableFuture<Boolean> result = new CompletableFuture<>();
  private WaitClock.Task deadline = () -> {};
  private WaitClock.Task retry = () -> {};
  private int attempts;
  private boolean mayComeLate;
  private boolean written;
  private @Nullable Throwable trouble;

  private PauseReset(
      RolloutApi api,
      WaitClock clock,
      RolloutRef ref,
      int stepIndex,
      @Nullable ApprovalTarget target) {
    this.api = api;
    this.queue = new SerialQueue(clock, result::completeExceptionally);
    this.ref = ref;
    this.stepIndex = stepIndex;
    this.target = target;
  }

  /**
   * Takes back what somebody left.
   *
   * @param api the calls
   * @param clock the time
   * @param ref which Rollout
   * @param stepIndex the step, 1-based
   * @return whether there was a duration of 0 to take back
   */
  public static CompletableFuture<Boolean> start(
      RolloutApi api, WaitClock clock, RolloutRef ref, int stepIndex) {
    CompletableFuture<?> nothing = CompletableFuture.completedFuture(stepIndex);
    return new PauseReset(api, clock, ref, stepIndex, null).start(nothing);
  }

  /**
   * Takes back what an approval wrote, once its last write is answered: before that there is
   * nothing to see, and the write would come after the reset.
   */
  static CompletableFuture<Boolean> after(
      CompletableFuture<?> lastWrite,
      RolloutApi api,
      WaitClock clock,
      RolloutRef ref,
      ApprovalTarget target) {
    return new PauseReset(api, clock, ref, target.stepIndex(), target).start(lastWrite);
  }

  private CompletableFuture<Boolean> start(CompletableFuture<?> lastWrite) {
    queue.execute(
        () -> {
          deadline = queue.schedule(BOUND, this::timeOut);
          lastWrite.whenCompleteAsync((answer, failure) -> begin(failure), queue);
        });
    result.whenComplete((reset, failure) -> queue.execute(this::cleanUp));
    return result;
  }

  private void cleanUp() {
    deadline.cancel();
    retry.cancel();
  }

  private void begin(@Nullable Throwable failedWrite) {
    mayComeLate = failedWrite != null && ApiFailures.isTransient(failedWrite);
    attempt();
  }

  private void attempt() {
    if (!result.isDone()) {
      attempts++;
      api.get(ref).whenCompleteAsync(this::read, queue);
    }
  }

  private void read(@Nullable Rollout rollout, @Nullable Throwable failure) {
    if (result.isDone()) {
      return;
    }
    if (rollout == null) {
      again(requireNonNull(failure));
    } else if (isOurs(rollout) && ApprovePatches.hasDurationZero(rollout, stepIndex)) {
      written = true;
      Optional<Duration> before =
          target == null ? Optional.empty() : requireNonNull(target).plannedPause();
      api.patchSpec(ref, ApprovePatches.resetDuration(rollout, stepIndex, before))
          .whenCompleteAsync((answer, refusal) -> answered(refusal), queue);
    } else if (mayComeLate && !written) {
      mayComeLate = false;
      retry = queue.schedule(LATE, this::attempt);
    } else {
      result.complete(written);
    }
  }

  private boolean isOurs(Rollout rollout) {
    return target == null || target.uid().equals(rollout.getMetadata().getUid());
  }

  private void answered(@Nullable Throwable failure) {
    if (failure == null) {
      result.complete(true);
    } else if (!result.isDone()) {
      again(failure);
    }
  }

  private void again(Throwable failure) {
    Throwable cause = ApiFailures.unwrap(failure);
    trouble = cause;
    boolean worthIt = ApiFailures.isTransient(cause) || ApiFailures.isGuardRefusal(cause);
    if (worthIt && attempts < ATTEMPTS) {
      retry = queue.schedule(PAUSE, this::attempt);
    } else {
      result.completeExceptionally(cause);
    }
  }

  private void timeOut() {
    result.completeExceptionally(
        new KubernetesClientException(
            "the plan of " + ref + " could not be put back within " + BOUND.toSeconds() + " s",
            trouble));
  }
}
