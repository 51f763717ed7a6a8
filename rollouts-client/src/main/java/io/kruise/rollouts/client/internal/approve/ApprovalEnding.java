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

  void confirmed(ApproveLoop loop, Approval approval) {
    afterReset(
        loop,
        refused -> {
          if (refused == null) {
            result.complete(approval);
          } else {
            String why = String.valueOf(refused.getMessage());
            result.completeExceptionally(new PauseNotResetException(ref, approval, why, refused));
          }
        });
  }

  void failed(ApproveLoop loop, Throwable failure) {
    afterReset(
        loop,
        refused -> {
          if (refused != null) {
            failure.addSuppressed(refused);
          }
          result.completeExceptionally(failure);
        });
  }

  private interface Then {
    void go(@Nullable Throwable refused);
  }

  private void afterReset(ApproveLoop loop, Then then) {
    if (method == ApproveMethod.STATUS || loop.writes() == 0) {
      then.go(null);
      return;
    }
    ApprovalTarget target = loop.target();
    PauseReset.start(api, clock, ref, target.stepIndex(), target.plannedPause())
        .whenComplete(
            (reset, failure) ->
                then.go(failure == null ? null : lasting(ApiFailures.unwrap(failure))));
  }

  /** With the Rollout its plan is gone as well: there is nothing to put back. */
  private static @Nullable Throwable lasting(Throwable failure) {
    return failure instanceof RolloutNotFoundException ? null : failure;
  }
}
