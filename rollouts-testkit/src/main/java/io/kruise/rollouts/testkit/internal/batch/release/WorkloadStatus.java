// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

/**
 * A workload's counts and revisions, whatever its kind (pkg/util/workloads_utils.go,
 * WorkloadStatus). What a kind doesn't tell is 0 or "".
 *
 * @param replicas pods that exist
 * @param readyReplicas those that are ready
 * @param updatedReplicas those of the new revision
 * @param updatedReadyReplicas those that are both
 * @param availableReplicas those that have been ready for long enough
 * @param observedGeneration the generation that the counts are of
 * @param updateRevision the revision of the pod template
 * @param stableRevision the revision before it
 */
public record WorkloadStatus(
    int replicas,
    int readyReplicas,
    int updatedReplicas,
    int updatedReadyReplicas,
    int availableReplicas,
    long observedGeneration,
    String updateRevision,
    String stableRevision) {

  /** Nothing known. */
  public static final WorkloadStatus NONE = new WorkloadStatus(0, 0, 0, 0, 0, 0, "", "");

  /**
   * With other counts of the new revision's pods.
   *
   * @param updated how many there are
   * @param ready how many of them are ready
   * @return a copy
   */
  public WorkloadStatus withUpdated(int updated, int ready) {
    return new WorkloadStatus(
        replicas,
        readyReplicas,
        updated,
        ready,
        availableReplicas,
        observedGeneration,
        updateRevision,
        stableRevision);
  }

  /**
   * With another new revision.
   *
   * @param revision the revision
   * @return a copy
   */
  public WorkloadStatus withUpdateRevision(String revision) {
    return new WorkloadStatus(
        replicas,
        readyReplicas,
        updatedReplicas,
        updatedReadyReplicas,
        availableReplicas,
        observedGeneration,
        revision,
        stableRevision);
  }

  /**
   * With another old revision.
   *
   * @param revision the revision
   * @return a copy
   */
  public WorkloadStatus withStableRevision(String revision) {
    return new WorkloadStatus(
        replicas,
        readyReplicas,
        updatedReplicas,
        updatedReadyReplicas,
        availableReplicas,
        observedGeneration,
        updateRevision,
        revision);
  }
}
