// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The step was approved by {@link ApproveMethod#SPEC} and left, and its {@code pause.duration: 0}
 * could not be taken back: the next release would not pause there.
 */
public final class PauseNotResetException extends RolloutException {
  private static final long serialVersionUID = 1L;

  private final transient Approval approval;

  /**
   * Says what is left to do.
   *
   * @param ref the Rollout
   * @param approval the approval, which stands
   * @param why why the reset failed
   * @param cause the last failure, if there was one
   */
  public PauseNotResetException(
      RolloutRef ref, Approval approval, String why, @Nullable Throwable cause) {
    super(
        ref,
        "step "
            + approval.stepIndex()
            + " of "
            + ref
            + " is approved and was left, but its pause.duration: 0 is still in the"
            + " plan ("
            + why
            + "): call resetPause("
            + approval.stepIndex()
            + ") before the next release",
        cause);
    this.approval = requireNonNull(approval, "approval");
  }

  /**
   * The approval, which stands.
   *
   * @return it
   */
  public Approval approval() {
    return approval;
  }
}
