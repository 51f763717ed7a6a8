// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.RolloutView;
import java.util.Optional;

/**
 * A rollback that was seen to its end: the workload has the stable template, and all its pods run
 * it and are ready.
 *
 * @param how how it got there
 * @param revision the revision that it went back to, as the workload's controller names it
 * @param view the Rollout as it was last seen
 * @param unrecorded why it could not be kept in whose name it was; empty when it was, or nobody was
 *     named
 */
public record Rollback(How how, String revision, RolloutView view, Optional<String> unrecorded) {

  /** How a workload gets back. */
  public enum How {
    /** The controller took the release back: the usual way. */
    CANCELLED,
    /**
     * The controller took it for a release of its own, and its steps were approved, as it does when
     * no pod of the old revision was left, or a release was over.
     */
    WALKED,
    /** The workload's own controller replaced the pods, as the Rollout did not control them. */
    NATIVELY,
    /** Somebody else had taken it back, not by this verb. */
    ALREADY_BACK
  }

  /** Checks that all parts are there. */
  public Rollback {
    requireNonNull(how, "how");
    requireNonNull(revision, "revision");
    requireNonNull(view, "view");
    requireNonNull(unrecorded, "unrecorded");
  }

  /**
   * The same, of which no record could be kept.
   *
   * @param why why not
   * @return a copy
   */
  public Rollback unrecorded(String why) {
    return new Rollback(how, revision, view, Optional.of(why));
  }
}
