// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;

/** What was waited for can't be reached any more. */
public final class StepUnreachableException extends RolloutException {
  private static final long serialVersionUID = 1L;

  private final transient StepReadiness readiness;

  /**
   * Says why not.
   *
   * @param ref the Rollout
   * @param expectation what was wanted
   * @param readiness where it stands
   */
  public StepUnreachableException(
      RolloutRef ref, StepExpectation expectation, StepReadiness readiness) {
    super(
        ref,
        "waiting for "
            + expectation
            + " in "
            + ref
            + " ("
            + expectation.release()
            + ") is in vain: "
            + readiness,
        null);
    this.readiness = requireNonNull(readiness, "readiness");
  }

  /**
   * Where the release stands.
   *
   * @return the judgement
   */
  public StepReadiness readiness() {
    return readiness;
  }
}
