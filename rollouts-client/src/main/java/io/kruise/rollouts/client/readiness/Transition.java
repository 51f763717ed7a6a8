// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What changed between two readings of a Rollout, as people would tell it. Between two readings
 * several things may have happened: the last one is told, and the views hold the rest.
 *
 * @param kind what happened
 * @param before the reading before; empty for the first
 * @param after the reading after; the last one there was when the Rollout was deleted
 */
public record Transition(Kind kind, Optional<RolloutView> before, RolloutView after) {

  /** What may happen to a Rollout. */
  public enum Kind {
    /** The first reading: nothing is known of what came before. */
    FIRST_SEEN,
    /** The controller begins with a release. */
    RELEASE_BEGAN,
    /** Another step is current. */
    STEP_ENTERED,
    /** The step goes through its work: pods, traffic. */
    STEP_WORKS,
    /** The step is upgraded and waits for an approval. */
    AWAITING_APPROVAL,
    /** The step is upgraded and waits for a time. */
    TIMED_PAUSE,
    /** The step was approved, or its time is over. */
    STEP_READY,
    /** More or fewer pods run the new version, or are ready. */
    PODS_CHANGED,
    /** The whole Rollout is held. */
    HELD,
    /** It goes on after it was held. */
    RESUMED,
    /** The release is being taken back. */
    ROLLING_BACK,
    /** All steps are done; the workload is being handed back. */
    FINALISING,
    /** The release is over and succeeded. */
    COMPLETED,
    /** The release was taken back. */
    ROLLED_BACK,
    /** The Rollout was disabled, or is about to be. */
    DISABLED,
    /** The Rollout is being deleted. */
    DELETING,
    /** The Rollout does not exist any more. */
    DELETED,
    /** The Rollout is at rest, or something else changed its phase. */
    PHASE_CHANGED,
    /** Somebody changed the plan. */
    PLAN_CHANGED
  }

  /** Checks that all parts are there. */
  public Transition {
    requireNonNull(kind, "kind");
    requireNonNull(before, "before");
    requireNonNull(after, "after");
  }

  /**
   * Compares two readings. Pure.
   *
   * @param before the reading before, or null for none
   * @param after the reading after
   * @return what happened; empty when nothing did that anybody would want to hear of
   */
  public static Optional<Transition> between(@Nullable RolloutView before, RolloutView after) {
    return kind(before, after)
        .map(kind -> new Transition(kind, Optional.ofNullable(before), after));
  }

  private static Optional<Kind> kind(@Nullable RolloutView before, RolloutView after) {
    if (before == null || !before.uid().equals(after.uid())) {
      return Optional.of(Kind.FIRST_SEEN);
    }
    if (after.deleting() != before.deleting()) {
      return Optional.of(Kind.DELETING);
    }
    if (after.phase() != before.phase() || !after.progressing().equals(before.progressing())) {
      return Optional.of(phase(after));
    }
    if (after.held() != before.held()) {
      return Optional.of(after.held() ? Kind.HELD : Kind.RESUMED);
    }
    if (!after.plan().equals(before.plan())) {
      return Optional.of(Kind.PLAN_CHANGED);
    }
    if (after.phase() != RolloutPhase.PROGRESSING) {
      return Optional.empty();
    }
    if (after.position().stepIndex() != before.position().stepIndex()) {
      return Optional.of(Kind.STEP_ENTERED);
    }
    if (after.position().state() != before.position().state()) {
      return Optional.of(state(after));
    }
    boolean pods =
        after.updatedReplicas() != before.updatedReplicas()
            || after.updatedReadyReplicas() != before.updatedReadyReplicas();
    return pods ? Optional.of(Kind.PODS_CHANGED) : Optional.empty();
  }

  private static Kind phase(RolloutView view) {
    return switch (view.phase()) {
      case PROGRESSING -> progressing(view);
      case HEALTHY ->
          view.succeeded()
              .map(succeeded -> succeeded ? Kind.COMPLETED : Kind.ROLLED_BACK)
              .orElse(Kind.PHASE_CHANGED);
      case DISABLED, DISABLING -> Kind.DISABLED;
      case TERMINATING -> Kind.DELETING;
      case INITIAL, UNKNOWN -> Kind.PHASE_CHANGED;
    };
  }

  private static Kind progressing(RolloutView view) {
    ProgressingReason reason = view.progressing().orElse(ProgressingReason.UNKNOWN);
    return switch (reason) {
      case INITIALIZING -> Kind.RELEASE_BEGAN;
      case IN_ROLLING -> Kind.STEP_ENTERED;
      case PAUSED -> Kind.HELD;
      case CANCELLING -> Kind.ROLLING_BACK;
      case FINALISING -> Kind.FINALISING;
      case COMPLETED, UNKNOWN -> Kind.PHASE_CHANGED;
    };
  }

  private static Kind state(RolloutView view) {
    StepState state = view.position().state();
    return switch (state) {
      case STEP_PAUSED ->
          view.waitsForApproval(view.position().stepIndex())
              ? Kind.AWAITING_APPROVAL
              : Kind.TIMED_PAUSE;
      case STEP_READY, COMPLETED -> Kind.STEP_READY;
      case BEFORE_STEP_UPGRADE,
          STEP_UPGRADE,
          STEP_TRAFFIC_ROUTING,
          STEP_METRICS_ANALYSIS,
          UNKNOWN ->
          Kind.STEP_WORKS;
    };
  }

  /** A line for logs. */
  @Override
  public String toString() {
    return kind + ": " + after.summary();
  }
}
