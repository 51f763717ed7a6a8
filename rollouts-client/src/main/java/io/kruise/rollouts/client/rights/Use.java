// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.rights;

/** What somebody does with Rollouts, as far as it needs rights of its own. */
public enum Use {
  /** Reads, waits, follows; all other uses need this as well. */
  OBSERVE,
  /** Approves through the status, and jumps. Upstream's editor role lacks this right. */
  APPROVE,
  /** Approves through the plan, pauses, resumes, disables and enables. */
  HOLD,
  /** Keeps in whose name a step was approved, or a release rejected. */
  SIGN,
  /** Starts releases, also as a dry run. */
  RELEASE,
  /** Lists the workload's revisions, and goes back to one, from wherever a release stands. */
  ROLL_BACK,
  /** Deletes Rollouts. */
  DELETE,
  /**
   * Describes a Rollout and explains why it is stuck. The routes of a plan's {@code
   * customNetworkRefs} and Gateway API are not among it.
   */
  EXPLAIN
}
