// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.StepReadiness;

/** The step does not wait for an approval. Nothing was written. */
public final class NotAwaitingApprovalException extends RolloutException {
  private static final long serialVersionUID = 1L;

  private final transient StepReadiness readiness;

  /**
   * Says what stands there instead.
   *
   * @param ref the Rollout
   * @param wanted what was to be approved
   * @param readiness where it stands
   */
  public NotAwaitingApprovalException(RolloutRef ref, String wanted, StepReadiness readiness) {
    super(
        ref,
        "not approved: "
            + wanted
            + " of "
            + ref
            + " does not await approval: "
            + readiness
            + "; nothing was written; wait with awaitingApproval first",
        null);
    this.readiness = requireNonNull(readiness, "readiness");
  }

  /**
   * Where the step stands.
   *
   * @return the judgement
   */
  public StepReadiness readiness() {
    return readiness;
  }
}
