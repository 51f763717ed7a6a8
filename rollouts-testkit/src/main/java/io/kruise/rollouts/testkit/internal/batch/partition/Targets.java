// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.partition;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.ReplicaMath;
import org.jspecify.annotations.Nullable;

/**
 * How many pods the current batch wants on which side, for the workloads that can roll back in
 * batches (CalculateBatchContext of CloneSets, StatefulSets and DaemonSets, the part that they
 * share).
 *
 * @param planned how many pods the plan wants to have the new version
 * @param desired how many shall have it, with the ones that need no rollback
 * @param stable how many shall keep the old one
 */
record Targets(int planned, int desired, int stable) {

  /**
   * The targets.
   *
   * @param replicas the workload's
   * @param noNeedUpdate how many pods need no rollback: the batch is then of the others only
   */
  static Targets of(Release release, int replicas, @Nullable Integer noNeedUpdate) {
    IntOrString batch = release.planned();
    int planned = ReplicaMath.batch(batch, replicas);
    int desired = planned;
    if (noNeedUpdate != null && noNeedUpdate > 0) {
      desired = noNeedUpdate + ReplicaMath.batch(batch, replicas - noNeedUpdate);
    }
    return new Targets(planned, desired, replicas - desired);
  }
}
