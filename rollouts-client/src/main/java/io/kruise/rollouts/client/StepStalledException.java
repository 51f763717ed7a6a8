// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import java.time.Duration;

/** A step made no progress for as long as the wait allows. The release may still go on. */
public final class StepStalledException extends RolloutException {
  private static final long serialVersionUID = 1L;

  private final transient StepReadiness lastSeen;

  /**
   * Says what was wanted, and where it stands still.
   *
   * @param ref the Rollout
   * @param expectation what was wanted
   * @param bound how long a step may stand still
   * @param lastSeen where it stands
   */
  public StepStalledException(
      RolloutRef ref, StepExpectation expectation, Duration bound, StepReadiness lastSeen) {
    super(
        ref,
        "stalled on the way to "
            + expectation
            + " in "
            + ref
            + " ("
            + expectation.release()
            + "): no progress for "
            + bound.toMillis() / 1000.0
            + " s; last seen: "
            + lastSeen
            + "; explain() says why",
        null);
    this.lastSeen = requireNonNull(lastSeen, "lastSeen");
  }

  /**
   * Where it stands.
   *
   * @return the last judgement
   */
  public StepReadiness lastSeen() {
    return lastSeen;
  }
}
