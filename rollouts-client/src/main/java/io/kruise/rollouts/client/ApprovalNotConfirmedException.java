// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.StepReadiness;
import org.jspecify.annotations.Nullable;

/**
 * The approval was written, or may have been, and the step was not seen to be left. Approving the
 * same named step again is safe. Written to the status it may still take effect; a plan that was
 * changed is put back by then, unless {@link #pauseMayBeLeft} says otherwise.
 */
public final class ApprovalNotConfirmedException extends RolloutException {
  private static final long serialVersionUID = 1L;

  private final int stepIndex;
  private final int writes;
  private final transient StepReadiness lastSeen;
  private final boolean pauseMayBeLeft;

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
   * @param notReset why a changed plan could not be put back; null when it was, or was not changed
   */
  public ApprovalNotConfirmedException(
      RolloutRef ref,
      int stepIndex,
      int writes,
      ApproveMethod method,
      StepReadiness lastSeen,
      String why,
      @Nullable Throwable cause,
      @Nullable Throwable notReset) {
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
            + outlook(stepIndex, method, notReset)
            + "approving step "
            + stepIndex
            + " again is safe",
        cause);
    this.stepIndex = stepIndex;
    this.writes = writes;
    this.lastSeen = requireNonNull(lastSeen, "lastSeen");
    pauseMayBeLeft = notReset != null;
    if (notReset != null) {
      addSuppressed(notReset);
    }
  }

  private static String outlook(int stepIndex, ApproveMethod method, @Nullable Throwable notReset) {
    if (method == ApproveMethod.STATUS) {
      return "; it may still take effect, and ";
    }
    return notReset == null
        ? "; the plan is put back, and "
        : "; its pause.duration: 0 may still be in the plan ("
            + notReset.getMessage()
            + "): call resetPause("
            + stepIndex
            + ") before the next release; ";
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
   * Whether the {@code pause.duration: 0} of {@link ApproveMethod#SPEC} may still be in the plan,
   * as it could not be taken back: the step then may go on, and the next release would not pause
   * there. {@link RolloutOps#resetPause} takes it back.
   *
   * @return false when the plan is as it was; why it may not be is suppressed
   */
  public boolean pauseMayBeLeft() {
    return pauseMayBeLeft;
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
