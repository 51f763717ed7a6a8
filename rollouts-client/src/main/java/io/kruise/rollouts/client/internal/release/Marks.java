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

  static String rollback(String rolloutId, String revision) {
    return rolloutId + "/" + revision;
  }

  /** The revision to which somebody has begun to roll this release back. */
  static Optional<String> rollbackTarget(WorkloadView workload, String rolloutId) {
    String mark = workload.annotations().getOrDefault(ROLLBACK, "");
    return mark.startsWith(rolloutId + "/")
        ? Optional.of(mark.substring(rolloutId.length() + 1))
        : Optional.empty();
  }
}
