// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

/** Where a step of a release stands. Exactly one holds at a time. */
public enum Verdict {
  /** The status does not speak of this release yet. */
  NOT_OBSERVED,
  /** The release is on its way to this step, or works on it, or a timer runs on it. */
  IN_PROGRESS,
  /** The step is upgraded and stays until somebody approves it. */
  AWAITING_APPROVAL,
  /** The step was approved, or its timer is over; the controller is about to leave it. */
  READY,
  /** The release has left this step and goes on, or closes its work. */
  PASSED,
  /** The release is over, and it succeeded. */
  COMPLETED,
  /** The release was, or is being, taken back to the version before it. */
  ROLLED_BACK,
  /** Another release took this one's place, or stands in its way for good. */
  SUPERSEDED,
  /** The whole Rollout is held by {@code spec.strategy.paused}. */
  PAUSED,
  /** The Rollout is disabled, or was during this release: nobody controls its steps. */
  DISABLED,
  /** The Rollout is being deleted. */
  TERMINATING,
  /** The plan has no such step. */
  NO_SUCH_STEP,
  /** The Rollout or its workload does not exist any more. */
  GONE
}
