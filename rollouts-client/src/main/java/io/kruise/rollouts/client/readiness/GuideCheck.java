// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.Optional;

/**
 * The check that OpenKruise's basic usage guide defines, and its form with rollout-id matching.
 * Pure functions. {@link StepReadiness} is the richer answer.
 */
public final class GuideCheck {
  private GuideCheck() {}

  /**
   * The guide's check to the letter, in either sub-status: false at StepPaused, true on an old
   * release's status.
   *
   * @param rollout the Rollout
   * @param stepIndex the step, 1-based
   * @return whether the index is this step and the state StepReady, Completed or the guide's
   *     Complete
   */
  public static boolean isCurrentStepReady(Rollout rollout, int stepIndex) {
    return isCurrentStepReady(RolloutView.of(rollout), stepIndex);
  }

  /**
   * The same, and the status belongs to the release that the workload holds.
   *
   * <p>The guide compares the workload's label with the status' id, which is wrong in three cases:
   * without a label the controller stores the revision, or "rollback-" and the revision
   * (rollout_status.go: getRolloutID); while the release before is still shown the ids of two
   * unlabelled releases can't differ; and blue-green is left out. So the workload's generation is
   * compared as well, and a release that has only begun, or is taken back, is not ready.
   *
   * @param workload the workload's facts, read before the Rollout
   * @param rollout the Rollout
   * @param stepIndex the step, 1-based
   * @return whether all of it holds
   */
  public static boolean isCurrentStepReady(WorkloadFacts workload, Rollout rollout, int stepIndex) {
    RolloutView view = RolloutView.of(rollout);
    boolean begins =
        view.progressing().equals(Optional.of(ProgressingReason.INITIALIZING))
            || (view.phase() == RolloutPhase.HEALTHY && workload.inProgressing());
    boolean takenBack =
        view.progressing().equals(Optional.of(ProgressingReason.CANCELLING))
            || view.succeeded().equals(Optional.of(false));
    return isCurrentStepReady(view, stepIndex)
        && !begins
        && !takenBack
        && ReleaseMatch.startedBy(workload).matches(view);
  }

  private static boolean isCurrentStepReady(RolloutView view, int stepIndex) {
    return view.position().is(stepIndex, StepState.STEP_READY)
        || view.position().is(stepIndex, StepState.COMPLETED);
  }
}
