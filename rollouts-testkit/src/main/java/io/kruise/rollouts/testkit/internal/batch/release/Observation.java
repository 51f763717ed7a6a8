// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import java.util.Optional;

/**
 * What a pass sees of the workload first of all.
 *
 * @param event what happened to it
 * @param workload how it stands; empty when it is gone or not looked at
 */
public record Observation(WorkloadEvent event, Optional<WorkloadInfo> workload) {

  /**
   * Not looked at, as the BatchRelease goes.
   *
   * @return nothing that counts
   */
  public static Observation none() {
    return new Observation(WorkloadEvent.NORMAL, Optional.empty());
  }

  /**
   * There is none.
   *
   * @return that it is gone
   */
  public static Observation gone() {
    return new Observation(WorkloadEvent.GONE, Optional.empty());
  }
}
