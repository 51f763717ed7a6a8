// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.partition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.batch.release.Outcome;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.Pods;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In a rollback in batches, the label on pods that have the old version still, so that only the
 * others are counted as rolled back (partitionstyle/control_plane.go).
 */
final class RollbackMarks {
  private final Pass pass;
  private final String id;

  RollbackMarks(Pass pass) {
    this.pass = pass;
    id = pass.release().rolloutId();
  }

  /**
   * Marks the pods before the first batch (markNoNeedUpdatePodsIfNeeds). Without a rollout id there
   * are no labels, and the pods that have the version are only counted.
   */
  Outcome mark(PartitionWorkload workload) {
    if (!pass.release().rollsBackInBatches()) {
      return Outcome.done();
    }
    if (id.isEmpty()) {
      pass.status().batch().noteNoNeedUpdate(pass.status().batch().updatedReplicas());
      return Outcome.done();
    }
    List<ObjectNode> upToDate = having(workload, pass.status().updateRevision());
    List<ObjectNode> unmarked = upToDate.stream().filter(pod -> !isMarked(pod)).toList();
    if (unmarked.isEmpty()) {
      pass.status().batch().noteNoNeedUpdate(upToDate.size());
      return Outcome.done();
    }
    for (ObjectNode pod : unmarked) {
      ObjectNode patch = Json.object();
      Json.dig(patch, "metadata", "labels").put(RolloutLabels.NO_NEED_UPDATE, id);
      pass.patch(pod, patch);
    }
    return Outcome.notYet(
        "initilization not yet: patch and find "
            + upToDate.size()
            + " pods with no-need-update-label");
  }

  /**
   * Counts the marked pods anew (countAndUpdateNoNeedUpdateReplicas).
   *
   * @return how many; null when it is no rollback in batches
   */
  @Nullable Integer count(PartitionWorkload workload) {
    @Nullable Integer before = pass.release().status().batch().noNeedUpdateReplicas();
    if (id.isEmpty() || before == null) {
      return before;
    }
    int marked =
        (int)
            having(workload, pass.release().status().updateRevision()).stream()
                .filter(this::isMarked)
                .count();
    pass.status().batch().noteNoNeedUpdate(marked);
    return marked;
  }

  private List<ObjectNode> having(PartitionWorkload workload, String revision) {
    return workload.pods().stream()
        .filter(pod -> !Meta.deleting(pod) && Pods.has(pod, revision))
        .toList();
  }

  private boolean isMarked(ObjectNode pod) {
    return Meta.label(pod, RolloutLabels.NO_NEED_UPDATE).equals(id);
  }
}
