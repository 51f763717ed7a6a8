// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.partition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.batch.release.BatchContext;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workload of one kind, as it stood at the beginning of a pass (partitionstyle/interface.go). */
sealed interface PartitionWorkload
    permits CloneSetPartition, DeploymentPartition, NumberedPartition {

  /** What it says of itself. */
  WorkloadInfo info();

  /** Its pods, the ones that are going included. */
  List<ObjectNode> pods();

  /**
   * The current batch in numbers (CalculateBatchContext).
   *
   * @param noNeedUpdate how many pods need no rollback; null when it is no rollback in batches
   */
  BatchContext context(@Nullable Integer noNeedUpdate);

  /** Takes hold of it, with no pod upgraded yet. */
  void initialize();

  /** Upgrades as many pods as the batch allows. */
  void upgrade(BatchContext context);

  /** Lets go of it; without a last batch all pods are upgraded. */
  void windUp();
}
