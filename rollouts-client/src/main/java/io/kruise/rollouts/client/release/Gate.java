// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.Signature;
import io.kruise.rollouts.client.readiness.RolloutView;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides about each step that awaits an approval, by metrics, tests, or whatever its author
 * trusts.
 *
 * <pre>{@code
 * Gate errorRate =
 *     (view, step) ->
 *         metrics.errorRate(view.revision()).thenApply(
 *             rate -> rate < 0.01
 *                 ? Gate.approve("gate", "error rate " + rate)
 *                 : Gate.reject("gate", "error rate " + rate));
 * ReleaseOutcome outcome = release.walk(errorRate, WaitOptions.atMost(Duration.ofHours(2)));
 * }</pre>
 */
@FunctionalInterface
public interface Gate {

  /**
   * Decides about a step. It is asked on the waits' own threads and must not block: what takes long
   * belongs into the stage. Whatever it fails with ends the walk with that failure, and the step
   * goes on waiting.
   *
   * @param view the Rollout when the step was seen to wait
   * @param stepIndex the step, 1-based
   * @return the decision; when it does not come within the walk's bound, the walk times out
   */
  CompletionStage<Decision> decide(RolloutView view, int stepIndex);

  /** What becomes of a step. A closed set. */
  sealed interface Decision {
    /**
     * It is approved.
     *
     * @param by in whose name; empty for no record of it
     */
    record Approve(Optional<Signature> by) implements Decision {}

    /**
     * The release is rejected, and taken back.
     *
     * @param by who, and why
     */
    record Reject(Signature by) implements Decision {}

    /**
     * It can't be said yet.
     *
     * @param again when to ask again; above zero
     */
    record NotYet(Duration again) implements Decision {

      /** Checks that time passes between two questions. */
      public NotYet {
        if (again.isNegative() || again.isZero()) {
          throw new IllegalArgumentException("a gate must be asked again later, got " + again);
        }
      }
    }
  }

  /**
   * Lets all steps pass.
   *
   * @return approves without a record
   */
  static Gate open() {
    return (view, stepIndex) ->
        CompletableFuture.completedFuture(new Decision.Approve(Optional.empty()));
  }

  /**
   * A decision for a step.
   *
   * @param actor who decides
   * @param reason why; "" for no reason
   * @return the approval, which is kept on the Rollout and among its Events
   */
  static Decision approve(String actor, String reason) {
    return new Decision.Approve(Optional.of(new Signature(actor, reason)));
  }

  /**
   * A decision against the release.
   *
   * @param actor who decides
   * @param reason why; "" for no reason
   * @return the rejection, which is kept on the Rollout and among its Events
   */
  static Decision reject(String actor, String reason) {
    return new Decision.Reject(new Signature(actor, reason));
  }

  /**
   * No decision yet.
   *
   * @param again when to ask again
   * @return to be asked again then
   * @throws IllegalArgumentException when it is not positive
   */
  static Decision notYet(Duration again) {
    return new Decision.NotYet(requireNonNull(again, "again"));
  }
}
