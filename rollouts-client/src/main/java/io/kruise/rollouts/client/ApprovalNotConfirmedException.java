// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.StepReadiness;
import org.jspecify.annotations.Nullable;

/**
 * The approval was written, or may have been, and the step was not seen to be left. Approving the
 * same named step again is safe. Written to the status it may still take effect; a plan that was
 * changed is put back by then, as far as that went.
 */
public final class ApprovalNotConfirmedException extends RolloutException {
  private static final long serialVersionUID = 1L;

  private final int stepIndex;
  private final int writes;
  private final transient StepReadiness lastSeen;

  /**
   * Says how far it came.
   *
   * @param ref the Rollout
   * @param stepIndex the step, 1-based
   * @param writes how many writes were sent
   * @param method by which way
   * @param lastSeen where the step was last seen
   * @param why what ended the attempt
   * @param cause the last failed or refused call, if there was one
   */
  public ApprovalNotConfirmedException(
      RolloutRef ref,
      int stepIndex,
      int writes,
      ApproveMethod method,
      StepReadiness lastSeen,
      String why,
      @Nullable Throwable cause) {
    super(
        ref,
        "the approval of step "
            + stepIndex
            + " of "
            + ref
            + " was sent ("
            + writes
            + " writes) and not confirmed: "
            + why
            + "; last seen: "
            + lastSeen
            + (method == ApproveMethod.STATUS
                ? "; it may still take effect, and approving step "
                : "; the plan is put back, and approving step ")
            + stepIndex
            + " again is safe",
        cause);
    this.stepIndex = stepIndex;
    this.writes = writes;
    this.lastSeen = requireNonNull(lastSeen, "lastSeen");
  }

  /**
   * Which step.
   *
   * @return its 1-based index
   */
  public int stepIndex() {
    return stepIndex;
  }

  /**
   * How many writes were sent.
   *
   * @return 1 or more
   */
  public int writes() {
    return writes;
  }

  /**
   * Where the step was last seen.
   *
   * @return the judgement
   */
  public StepReadiness lastSeen() {
    return lastSeen;
  }
}
