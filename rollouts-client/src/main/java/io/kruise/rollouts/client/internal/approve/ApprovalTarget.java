// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The one pause that an approval is meant for: this step, of this revision, in this Rollout, since
 * this moment. The moment tells a step that was entered anew (after a jump back, or a change of the
 * plan) from the same pause whose approval was overwritten: the controller keeps {@code
 * lastUpdateTime} while it rewrites a paused step, and sets it on each entry. A pass whose read is
 * late sets it a second time in StepTrafficRouting, and the next ones carry that over the pause and
 * its approval (rollout_canary.go; seen once): that is the same pause, with a newer moment.
 *
 * @param style which sub-status holds it
 * @param stepIndex the step, 1-based
 * @param uid the Rollout's uid
 * @param revision the revision that is released
 * @param pausedSince the sub-status' {@code lastUpdateTime}, as written
 * @param plannedPause the pause that the plan had when the approval began
 */
record ApprovalTarget(
    RolloutView.Style style,
    int stepIndex,
    String uid,
    String revision,
    String pausedSince,
    Optional<Duration> plannedPause) {

  /**
   * How much newer that moment may be: the late pass follows the first at once, a pass takes up to
   * a second, and the times are whole seconds. A step that is done again shows other states first.
   */
  private static final Duration LATE_PASS = Duration.ofSeconds(2);

  /** Where the target stands in a later reading. */
  enum Standing {
    /** The step was left forward. */
    LEFT,
    /** It is approved, or goes on by itself at once; the controller has yet to act. */
    PENDING,
    /** It is paused and not approved. */
    PAUSED,
    /** It can't be approved any more, or must not be. */
    LOST
  }

  /** A standing, and the sentence for people where the target is lost. */
  record Finding(Standing standing, String why) {}

  static ApprovalTarget of(RolloutView view) {
    int step = view.position().stepIndex();
    return new ApprovalTarget(
        view.style(),
        step,
        view.uid(),
        view.revision(),
        view.stepUpdateTime(),
        view.plannedPause(step));
  }

  /** The same pause, as a later reading shows it. */
  ApprovalTarget asIn(RolloutView view) {
    return pausedSince.equals(view.stepUpdateTime())
        ? this
        : new ApprovalTarget(style, stepIndex, uid, revision, view.stepUpdateTime(), plannedPause);
  }

  Finding find(RolloutView view) {
    if (!uid.equals(view.uid())) {
      return lost("the Rollout was deleted and made anew");
    }
    if (view.deleting() || view.phase() == RolloutPhase.TERMINATING) {
      return lost("the Rollout is being deleted");
    }
    if (view.disabled()
        || view.phase() == RolloutPhase.DISABLED
        || view.phase() == RolloutPhase.DISABLING) {
      return lost("the Rollout was disabled");
    }
    if (isIn(view, ProgressingReason.CANCELLING) || Optional.of(false).equals(view.succeeded())) {
      return lost("the release was rolled back");
    }
    if (view.style() == RolloutView.Style.NONE || !revision.equals(view.revision())) {
      return lost("another release took its place");
    }
    if (leftForward(view)) {
      return new Finding(Standing.LEFT, "the step was left");
    }
    return view.position().stepIndex() == stepIndex
        ? findAtStep(view)
        : lost("the release jumped back to step " + view.position().stepIndex());
  }

  private boolean leftForward(RolloutView view) {
    return view.position().stepIndex() > stepIndex
        || view.position().is(stepIndex, StepState.COMPLETED)
        || (view.phase() == RolloutPhase.HEALTHY && Optional.of(true).equals(view.succeeded()));
  }

  private Finding findAtStep(RolloutView view) {
    StepState state = view.position().state();
    if (state != StepState.STEP_PAUSED && state != StepState.STEP_READY) {
      return lost("the step is being done again, after a jump or a change of the plan");
    }
    // a timer that runs out sets the time as well, and StepReady with it
    if (state == StepState.STEP_PAUSED && !isSamePause(view.stepUpdateTime())) {
      return lost("the step was entered anew, after a jump or a change of the plan");
    }
    if (view.held() || isIn(view, ProgressingReason.PAUSED)) {
      return lost("the whole Rollout was paused before the step was left");
    }
    // below zero is as good as zero to the controller
    boolean goesOn =
        view.plannedPause(stepIndex)
            .filter(pause -> pause.compareTo(Duration.ZERO) <= 0)
            .isPresent();
    return state == StepState.STEP_READY || goesOn
        ? new Finding(Standing.PENDING, "the controller has yet to act on it")
        : new Finding(Standing.PAUSED, "the step is paused");
  }

  private boolean isSamePause(String since) {
    if (pausedSince.equals(since)) {
      return true;
    }
    try {
      Duration later =
          Duration.between(OffsetDateTime.parse(pausedSince), OffsetDateTime.parse(since));
      return !later.isNegative() && later.compareTo(LATE_PASS) <= 0;
    } catch (DateTimeException e) { // what a stranger wrote tells nothing
      return false;
    }
  }

  private static boolean isIn(RolloutView view, ProgressingReason reason) {
    return view.phase() == RolloutPhase.PROGRESSING
        && view.progressing().equals(Optional.of(reason));
  }

  private static Finding lost(String why) {
    return new Finding(Standing.LOST, why);
  }
}
