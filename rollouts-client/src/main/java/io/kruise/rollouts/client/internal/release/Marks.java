// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.internal.workload.WorkloadView;
import java.util.Optional;

/**
 * What this library notes on a workload, so that another process can go on where one was ended.
 * Pure.
 */
final class Marks {
  /**
   * On a workload that is rolled back: "rollout-id/revision". When no old pod is left the
   * controller takes a rollback for a release, and its status then calls the bad revision the
   * stable one.
   */
  static final String ROLLBACK = "kruise-rollouts-java/rollback";

  private Marks() {}

  /**
   * A rollback that has begun.
   *
   * @param to the revision to go back to
   * @param from the revision in the status when it began
   */
  record Begun(String to, String from) {}

  static String rollback(String rolloutId, String to, String from) {
    return rolloutId + "/" + to + "/" + from;
  }

  /** The rollback of this release that somebody has begun. */
  static Optional<Begun> rollback(WorkloadView workload, String rolloutId) {
    String[] parts = workload.annotations().getOrDefault(ROLLBACK, "").split("/", -1);
    return parts.length == 3 && parts[0].equals(rolloutId)
        ? Optional.of(new Begun(parts[1], parts[2]))
        : Optional.empty();
  }
}
