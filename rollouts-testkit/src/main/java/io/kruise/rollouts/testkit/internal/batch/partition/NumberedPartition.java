// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.partition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.batch.release.BatchContext;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.Pods;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadReader;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;

/**
 * A workload whose partition is a number of pods, in updateStrategy.rollingUpdate: it upgrades by
 * lowering it, and its pods tell which of them are ready.
 */
sealed interface NumberedPartition extends PartitionWorkload
    permits DaemonSetPartition, StatefulSetPartition {

  /** The pass that it is seen in. */
  Pass pass();

  /** The workload whole. */
  ObjectNode object();

  @Override
  default WorkloadInfo info() {
    WorkloadInfo info = WorkloadReader.read(pass().world(), object());
    int ready = Pods.countReady(pods(), info.status().updateRevision());
    return info.with(info.status().withUpdated(info.status().updatedReplicas(), ready));
  }

  @Override
  default List<ObjectNode> pods() {
    return Pods.of(pass().world(), object());
  }

  @Override
  default void upgrade(BatchContext context) {
    int wanted = context.dial().wanted().getIntVal();
    if (context.dial().current().getIntVal() <= wanted) {
      return;
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "spec", "updateStrategy", "rollingUpdate").put("partition", wanted);
    pass().patch(object(), patch);
  }
}
