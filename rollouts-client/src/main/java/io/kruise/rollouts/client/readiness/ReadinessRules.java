// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static io.kruise.rollouts.model.ProgressingReason.CANCELLING;
import static io.kruise.rollouts.model.ProgressingReason.COMPLETED;
import static io.kruise.rollouts.model.ProgressingReason.FINALISING;
import static io.kruise.rollouts.model.ProgressingReason.INITIALIZING;
import static io.kruise.rollouts.model.ProgressingReason.PAUSED;

import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules, in order; the first that holds decides. Phase is judged before step: after a roll-back
 * the step still reads "StepPaused" although the Rollout is Healthy (rollouts#339).
 */
final class ReadinessRules {
  /**
   * The one text that is read: the controller tells the refusal in no other way.
   * rollout_bluegreen.go.
   */
  private static final String BLUE_GREEN_REFUSAL = "please rollback first";

  private final RolloutView view;
  private final @Nullable WorkloadFacts workload;
  private final ReleaseMatch release;
  private final int step;

  private ReadinessRules(
      RolloutView view, @Nullable WorkloadFacts workload, StepExpectation expectation) {
    this.view = view;
    this.workload = workload;
    this.release = expectation.release().resolvedBy(workload);
    this.step = expectation.stepIn(view.plan().size());
  }

  static StepReadiness judge(
      @Nullable RolloutView view, @Nullable WorkloadFacts workload, StepExpectation expectation) {
    if (view == null) {
      return new StepReadiness(
          Reason.ROLLOUT_NOT_FOUND, "there is no such Rollout", Optional.empty());
    }
    return new ReadinessRules(view, workload, expectation).judge();
  }

  private StepReadiness judge() {
    if (release.recreated(view)) {
      return is(
          Reason.ROLLOUT_RECREATED,
          "the Rollout was deleted and made anew; the release went with it");
    }
    if (view.deleting() || view.phase() == RolloutPhase.TERMINATING) {
      return is(
          Reason.BEING_DELETED, "the Rollout is being deleted; the workload goes on without steps");
    }
    if (view.disabled()
        || view.phase() == RolloutPhase.DISABLED
        || view.phase() == RolloutPhase.DISABLING) {
      return is(
          Reason.SPEC_DISABLED, "the Rollout is disabled; the workload goes on without steps");
    }
    if (!view.inPlan(step)) {
      return is(
          Reason.OUTSIDE_PLAN,
          "the plan has " + view.plan().size() + " steps, there is no step " + step);
    }
    if (!view.specObserved()) {
      return is(
          Reason.SPEC_NOT_OBSERVED, "the controller has not seen the Rollout's present spec yet");
    }
    if (view.phase() == RolloutPhase.UNKNOWN && view.style() != RolloutView.Style.NONE) {
      return is(Reason.UNKNOWN_STATE, "the Rollout is in a phase that is not known here");
    }
    if (view.phase() == RolloutPhase.INITIAL || view.phase() == RolloutPhase.UNKNOWN) {
      return release.seen()
          ? is(Reason.WORKLOAD_DELETED, "the workload was deleted during the release")
          : is(Reason.WORKLOAD_NOT_FOUND, "the controller has not found the workload yet");
    }
    if (progressingIs(INITIALIZING)) {
      return release.seen()
          ? is(Reason.NEWER_RELEASE, "a newer release begins in its place")
          : is(Reason.INITIALIZING, "the controller prepares the release's first step");
    }
    return release.matches(view) ? judgeOurs() : judgeOther();
  }

  private StepReadiness judgeOther() {
    if (release.seen()
        && view.rollsBackInBatches()
        && progressingIs(ProgressingReason.IN_ROLLING)) {
      return is(
          Reason.ROLLING_BACK_IN_BATCHES,
          "the workload walks back to another revision, step by step");
    }
    if (release.seen() && progressingIs(CANCELLING)) {
      return is(Reason.CANCELLING, "the release is being taken back");
    }
    if (release.seen() && wasCancelled()) {
      return is(Reason.CANCELLED, "the release was taken back");
    }
    if (refusesNewer()) {
      return isRefused();
    }
    String other =
        "the status shows release '" + view.rolloutId() + "' of revision " + view.revision();
    return release.seen() || release.overtaken(view)
        ? is(Reason.NEWER_RELEASE, other + ", which came after it")
        : is(Reason.OTHER_RELEASE, other + ", not " + release + " yet");
  }

  private StepReadiness judgeOurs() {
    if (progressingIs(CANCELLING)) {
      return is(Reason.CANCELLING, "the release is being taken back");
    }
    if (view.phase() == RolloutPhase.HEALTHY || (progressingIs(COMPLETED) && wasCancelled())) {
      return judgeEnded();
    }
    if (progressingIs(FINALISING) || progressingIs(COMPLETED)) {
      return is(Reason.FINALISING, "all steps are done; the controller hands the workload back");
    }
    if (refusesNewer()) {
      return isRefused();
    }
    if (view.position().stepIndex() > step) {
      return is(Reason.LATER_STEP, "step " + view.position().stepIndex() + " is current");
    }
    boolean here = view.position().stepIndex() == step;
    if (view.held() || progressingIs(PAUSED)) {
      return here && view.upgraded()
          ? is(Reason.HELD_AFTER_UPGRADE, "the step is upgraded; the whole Rollout is paused")
          : is(Reason.HELD, "the whole Rollout is paused by spec.strategy.paused");
    }
    return here
        ? judgeState(view.position().state())
        : is(
            Reason.EARLIER_STEP,
            "step " + view.position().stepIndex() + " is current, in " + state());
  }

  private boolean refusesNewer() {
    return view.phase() == RolloutPhase.PROGRESSING
        && view.style() == RolloutView.Style.BLUE_GREEN
        && view.message().contains(BLUE_GREEN_REFUSAL);
  }

  private StepReadiness isRefused() {
    return is(
        Reason.BLUE_GREEN_REFUSES_NEWER,
        "the workload holds a newer revision, which a blue-green release refuses: roll it back first");
  }

  private StepReadiness judgeEnded() {
    if (workload != null && workload.inProgressing() && release.mayBeHeldBy(workload)) {
      return is(
          Reason.INITIALIZING,
          "the workload was changed; the controller has not begun the release yet");
    }
    if (view.progressing().isEmpty()) {
      return is(Reason.NO_RELEASE_YET, "the Rollout has not released anything yet");
    }
    if (wasCancelled()) {
      return is(Reason.CANCELLED, "the release was taken back");
    }
    if (view.succeeded().isPresent()) {
      return is(Reason.SUCCEEDED, "the release is over and succeeded");
    }
    return is(
        Reason.DISABLED_DURING_RELEASE,
        "the Rollout was disabled during the release and enabled again; the workload went on without steps");
  }

  private StepReadiness judgeState(StepState state) {
    return switch (state) {
      case BEFORE_STEP_UPGRADE, STEP_UPGRADE ->
          is(Reason.UPGRADING, "the step's pods are being upgraded (" + state() + ")");
      case STEP_TRAFFIC_ROUTING ->
          is(Reason.ROUTING_TRAFFIC, "the step's pods are upgraded, its traffic is being moved");
      case STEP_METRICS_ANALYSIS -> is(Reason.ANALYSING, "the step is upgraded and about to pause");
      case STEP_PAUSED -> judgePause();
      case STEP_READY ->
          is(Reason.STEP_READY, "the step may go on; the controller is about to leave it");
      case COMPLETED -> is(Reason.LAST_STEP_DONE, "the last step is done");
      case UNKNOWN ->
          is(Reason.UNKNOWN_STATE, "the step is in a state that is not known here: " + state());
    };
  }

  private StepReadiness judgePause() {
    if (view.passesByItself(step)) {
      return is(Reason.PASSES_BY_ITSELF, "the last step of 100% goes on without an approval");
    }
    return view.plannedPause(step)
        .map(
            pause ->
                is(
                    Reason.TIMED_PAUSE,
                    "the step is upgraded and goes on after " + pause.toSeconds() + " s"))
        .orElseGet(() -> is(Reason.MANUAL_PAUSE, "the step is upgraded and waits for an approval"));
  }

  /** The condition Succeeded is removed when the next release starts. rollout_status.go. */
  private boolean wasCancelled() {
    return view.succeeded().isPresent() && !view.succeeded().get();
  }

  private boolean progressingIs(ProgressingReason reason) {
    return view.phase() == RolloutPhase.PROGRESSING
        && view.progressing().isPresent()
        && view.progressing().get() == reason;
  }

  private String state() {
    return view.position().rawState().isEmpty() ? "no state" : view.position().rawState();
  }

  private StepReadiness is(Reason reason, String explanation) {
    return new StepReadiness(reason, explanation, Optional.of(view));
  }
}
