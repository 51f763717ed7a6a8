// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One thing that happened to a Rollout.
 *
 * @param at when, in the cluster's time
 * @param rollout its namespace and name, as "default/rollouts-demo"
 * @param kind what happened
 * @param from the state before
 * @param to the state after; the same when nothing has moved yet
 * @param cause who wrote
 * @param detail what was edited, field by field; "" for a mere transition
 */
public record Transition(
    Instant at,
    String rollout,
    Kind kind,
    RolloutState from,
    RolloutState to,
    Cause cause,
    String detail) {

  /** What can happen. */
  public enum Kind {
    /** The Rollout was created. */
    CREATED("created"),
    /** Its status changed. */
    MOVED("moved"),
    /**
     * A client approved the paused step: by StepReady in the status, or by a pause of no duration
     * in the plan.
     */
    APPROVED("approved"),
    /** An approval in the status was written over: the step is paused as before. */
    APPROVAL_OVERWRITTEN("approval overwritten"),
    /** A client changed the Rollout's spec. */
    PLAN_EDITED("plan edited"),
    /** A client gave the workload another template or rollout-id. */
    RELEASED("release"),
    /** A client changed something else of the workload, or created or deleted it. */
    WORKLOAD_EDITED("workload edited"),
    /** The Rollout is gone. */
    DELETED("deleted");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /**
   * One line.
   *
   * @return when, which, what and by whom
   */
  @Override
  public String toString() {
    return at.truncatedTo(ChronoUnit.MILLIS)
        + " "
        + rollout
        + ": "
        + what()
        + " ["
        + cause
        + "]"
        + (detail.isEmpty() ? "" : " " + detail);
  }

  private String what() {
    StringBuilder what = new StringBuilder(kind == Kind.MOVED ? "" : kind.words + ", ");
    what.append(from.brief());
    if (!from.brief().equals(to.brief())) {
      what.append(" -> ").append(to.brief());
    }
    if (!from.rolloutId().equals(to.rolloutId())) {
      what.append(" of ").append(to.rolloutId());
    }
    if (from.step() == to.step() && from.nextStep() != to.nextStep()) {
      what.append(", next step ").append(to.nextStep());
    }
    if (!from.message().equals(to.message())) {
      what.append(" \"").append(to.message()).append('"');
    }
    return what.toString();
  }
}
