// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import io.kruise.rollouts.model.BatchReleasePhase;
import io.kruise.rollouts.testkit.internal.batch.release.Observation;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.ReleaseStatus;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadEvent;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a pass judges first of all (batchrelease_status.go).
 *
 * @param release as it stood at the beginning
 * @param planHash the hash of its plan
 * @param status as the pass leaves it
 * @param observation of the workload
 */
record Look(Release release, String planHash, ReleaseStatus status, Observation observation) {

  /** The status at the beginning. */
  ReleaseStatus before() {
    return release.status();
  }

  /** Whether it was in a phase at the beginning. */
  boolean was(BatchReleasePhase phase) {
    return before().is(phase);
  }

  /** Whether it was upgrading batches. */
  boolean progressing() {
    return was(BatchReleasePhase.PROGRESSING);
  }

  /** Whether this happened to the workload. */
  boolean saw(WorkloadEvent event) {
    return observation.event() == event;
  }

  /** The workload, which must be there. */
  WorkloadInfo workload() {
    return observation.workload().orElseThrow();
  }

  /** isPlanFinalizing. */
  boolean planFinalizing() {
    return release.deleting()
        || was(BatchReleasePhase.FINALIZING)
        || release.batchPartition() == null;
  }

  /** isPlanChanged. */
  boolean planChanged() {
    return progressing() && !before().observedPlanHash().equals(planHash());
  }

  /** isPlanUnhealthy. */
  boolean planUnhealthy() {
    return progressing() && before().batch().index() >= release.batches().size();
  }

  /** isWorkloadGone. */
  boolean workloadGone() {
    return saw(WorkloadEvent.GONE) && !before().phase().isEmpty();
  }

  /** isWorkloadRollbackInBatch. */
  boolean rollsBackInBatch() {
    return progressing()
        && before().batch().noNeedUpdateReplicas() == null
        && (saw(WorkloadEvent.ROLLBACK_IN_BATCH) || release.rollsBackInBatches());
  }

  /** isRollbackInBatchSatisfied. */
  boolean rollbackSatisfied() {
    return release.rollsBackInBatches()
        && workload().status().stableRevision().equals(workload().status().updateRevision());
  }

  /** signalRecalculate: with another rollout id, pods are labelled from the first batch on. */
  void recalculate() {
    @Nullable Integer partition = release.batchPartition();
    boolean sameId = release.rolloutId().equals(before().observedRolloutId());
    status
        .batch()
        .goTo(partition != null && sameId ? Math.min(partition, release.batches().size() - 1) : 0);
    status.batch().restart();
    status.noteRolloutId(release.rolloutId());
    status.notePlan(planHash());
  }
}
