// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

/**
 * What the controller needs to know of a workload (pkg/util/workloads_utils.go, WorkloadInfo).
 *
 * @param replicas how many pods it shall have
 * @param generation its generation
 * @param status its counts and revisions
 */
public record WorkloadInfo(int replicas, long generation, WorkloadStatus status) {

  /**
   * The same with another status.
   *
   * @param other the status
   * @return a copy
   */
  public WorkloadInfo with(WorkloadStatus other) {
    return new WorkloadInfo(replicas, generation, other);
  }

  /**
   * How the workload stands to what was seen of it before (SyncWorkloadInformation of the styles,
   * the part that they share).
   *
   * @param seen the BatchRelease's status
   * @return the first difference that counts
   */
  public WorkloadEvent since(ReleaseStatus seen) {
    if (!stable()) {
      return WorkloadEvent.STILL_RECONCILING;
    }
    if (promoted()) {
      return WorkloadEvent.NORMAL;
    }
    if (scaled(seen.observedWorkloadReplicas())) {
      return WorkloadEvent.REPLICAS_CHANGED;
    }
    if (rollingBack(seen.stableRevision(), seen.updateRevision())) {
      return WorkloadEvent.ROLLBACK_IN_BATCH;
    }
    return revisionChanged(seen.updateRevision())
        ? WorkloadEvent.POD_TEMPLATE_CHANGED
        : WorkloadEvent.NORMAL;
  }

  /**
   * Whether its status is of its present spec (IsStable).
   *
   * @return whether the counts can be trusted
   */
  public boolean stable() {
    return status.observedGeneration() >= generation;
  }

  /**
   * Whether all pods have the new revision (IsPromoted).
   *
   * @return also true for a workload without pods
   */
  public boolean promoted() {
    return status.replicas() == status.updatedReplicas();
  }

  /**
   * Whether it was scaled (IsScaling).
   *
   * @param seen its replicas when it was last looked at; -1 for never
   * @return whether there is another number now
   */
  public boolean scaled(int seen) {
    return seen != -1 && replicas != seen;
  }

  /**
   * Whether its template is another one (IsRevisionNotEqual).
   *
   * @param seen its revision when it was last looked at; "" for never
   * @return whether there is another one now
   */
  public boolean revisionChanged(String seen) {
    return !seen.isEmpty() && !status.updateRevision().equals(seen);
  }

  /** IsRollback: true once, until the rollback is noted in the BatchRelease's status. */
  private boolean rollingBack(String seenStable, String seenUpdate) {
    return !seenUpdate.isEmpty()
        && status.updateRevision().equals(status.stableRevision())
        && seenStable.equals(status.updateRevision())
        && !seenStable.equals(seenUpdate);
  }
}
