// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveMethod;
import io.kruise.rollouts.client.PauseNotResetException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.time.WaitClock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an approval ends once something may have been written: a plan that was changed is put back
 * first, whatever the outcome, so that the next release pauses again. Immutable; it only completes
 * the future.
 */
record ApprovalEnding(
    RolloutApi api,
    WaitClock clock,
    RolloutRef ref,
    ApproveMethod method,
    CompletableFuture<Approval> result) {
  private static final Logger LOG = LoggerFactory.getLogger(ApprovalEnding.class);

  void confirmed(ApproveLoop loop, CompletableFuture<?> lastWrite, Approval approval) {
    afterReset(
        loop,
        lastWrite,
        refused -> {
          if (refused == null) {
            result.complete(approval);
          } else {
            String why = String.valueOf(refused.getMessage());
            result.completeExceptionally(new PauseNotResetException(ref, approval, why, refused));
          }
        });
  }

  /** What a failure is called, once it is known whether the plan could be put back. */
  interface Failure {
    Throwable after(@Nullable Throwable notReset);
  }

  void failed(ApproveLoop loop, CompletableFuture<?> lastWrite, Failure failure) {
    afterReset(loop, lastWrite, refused -> result.completeExceptionally(failure.after(refused)));
  }

  void failed(ApproveLoop loop, CompletableFuture<?> lastWrite, Throwable failure) {
    failed(
        loop,
        lastWrite,
        notReset -> {
          if (notReset != null) {
            failure.addSuppressed(notReset);
          }
          return failure;
        });
  }

  /** The caller doesn't wait any more, so nobody but the log hears of a failure. */
  void abandoned(ApproveLoop loop, CompletableFuture<?> lastWrite) {
    afterReset(
        loop,
        lastWrite,
        refused -> {
          if (refused != null) {
            LOG.warn(
                "{}: the approval of step {} was cancelled, and its pause.duration: 0 may still be"
                    + " in the plan; resetPause takes it back",
                ref,
                loop.target().stepIndex(),
                refused);
          }
        });
  }

  private interface Then {
    void go(@Nullable Throwable refused);
  }

  private void afterReset(ApproveLoop loop, CompletableFuture<?> lastWrite, Then then) {
    if (method == ApproveMethod.STATUS || loop.writes() == 0) {
      then.go(null);
      return;
    }
    PauseReset.after(lastWrite, api, clock, ref, loop.target())
        .whenComplete(
            (reset, failure) ->
                then.go(failure == null ? null : lasting(ApiFailures.unwrap(failure))));
  }

  /** With the Rollout its plan is gone as well: there is nothing to put back. */
  private static @Nullable Throwable lasting(Throwable failure) {
    return failure instanceof RolloutNotFoundException ? null : failure;
  }
}
