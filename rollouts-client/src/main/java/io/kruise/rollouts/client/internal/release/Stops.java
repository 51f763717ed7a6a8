// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.internal.verb.JsonPatch;
import io.kruise.rollouts.client.internal.verb.Move;
import io.kruise.rollouts.client.internal.workload.WorkloadView;

/** The webhook's stop of a workload, where the controller leaves it behind. */
final class Stops {
  private Stops() {}

  /**
   * Lets a workload's own controller go on.
   *
   * @param workload one that is {@linkplain WorkloadView#stop stopped}
   * @return the write
   */
  static <T> Move<T> free(WorkloadView workload) {
    WorkloadView.Stop stop = workload.stop().orElseThrow();
    return new Move.Write<>(
        Move.Target.WORKLOAD,
        JsonPatch.on(workload.uid()).set(stop.path(), stop.free()).operations());
  }
}
