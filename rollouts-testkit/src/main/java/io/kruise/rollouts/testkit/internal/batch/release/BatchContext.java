// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the current batch comes to, in numbers (context/context.go, BatchContext).
 *
 * @param release the BatchRelease
 * @param workload the workload's replicas, and the counts of its new pods
 * @param pods those that are to be labelled; none when there is no rollout id
 * @param planned how many pods shall have the labels
 * @param desired how many pods shall have the new version: as planned, but for a rollback in
 *     batches, which leaves out the pods that need none
 * @param dial how far the workload is upgraded
 * @param filter which pods are labelled, and in which order
 * @param failureThreshold how many new pods may be unready; null for none
 */
public record BatchContext(
    Release release,
    WorkloadInfo workload,
    List<ObjectNode> pods,
    int planned,
    int desired,
    Dial dial,
    PodFilter filter,
    @Nullable IntOrString failureThreshold) {

  /** Keeps the pods from being changed. */
  public BatchContext {
    pods = List.copyOf(pods);
  }

  /**
   * With other pods.
   *
   * @param others the pods
   * @return a copy
   */
  public BatchContext with(List<ObjectNode> others) {
    return new BatchContext(
        release, workload, others, planned, desired, dial, filter, failureThreshold);
  }

  /**
   * The current batch.
   *
   * @return counted from 0
   */
  public int batch() {
    return release.status().batch().index();
  }

  /**
   * The new revision.
   *
   * @return as noted when the release began
   */
  public String updateRevision() {
    return release.status().updateRevision();
  }

  /**
   * Whether the batch is ready (IsBatchReady).
   *
   * @return done, or what is missing
   */
  public Outcome ready() {
    int updated = workload.status().updatedReplicas();
    int ready = workload.status().updatedReadyReplicas();
    if (updated < desired) {
      return notReady(
          "updated replicas not satisfied, UpdatedReplicas %d < DesiredUpdatedReplicas %d",
          updated, desired);
    }
    int readyEnough = ReplicaMath.up(failureThreshold, updated) + ready;
    if (readyEnough < desired) {
      return notReady(
          "updated ready replicas not satisfied, allowedUnavailable + UpdatedReadyReplicas %d <"
              + " DesiredUpdatedReplicas %d",
          readyEnough, desired);
    }
    if (desired > 0 && ready == 0) {
      return notReady(
          "no updated ready replicas, DesiredUpdatedReplicas %d > 0 and UpdatedReadyReplicas %d = 0",
          desired, ready);
    }
    if (!labelled()) {
      return notReady(
          "pods with batch label not satisfied, RolloutID %s, PlannedUpdatedReplicas %d",
          release.rolloutId(), planned);
    }
    return Outcome.done();
  }

  /** batchLabelSatisfied. */
  private boolean labelled() {
    String id = release.rolloutId();
    return id.isEmpty()
        || pods.isEmpty()
        || pods.stream()
                .filter(pod -> !Meta.deleting(pod))
                .filter(pod -> Meta.label(pod, RolloutLabels.ROLLOUT_ID).equals(id))
                .count()
            >= planned;
  }

  private static Outcome notReady(String what, Object... values) {
    return Outcome.notYet(String.format("current batch not ready: " + what, values));
  }
}
