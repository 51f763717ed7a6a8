// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;

/**
 * A pod of the workload.
 *
 * @param name its name
 * @param revision its label pod-template-hash, or else controller-revision-hash; "" without
 * @param step the step that upgraded it, 1-based, by the label {@code
 *     rollouts.kruise.io/rollout-batch-id}; empty for pods that no step has taken yet
 * @param phase {@code status.phase}
 * @param ready whether its condition Ready is true
 * @param deleting whether it is being deleted
 * @param createdAt when it was made
 * @param unreadySince since when it isn't ready: by its condition, or else since it was made
 * @param scheduled whether it has a node, or one tells of its containers
 * @param schedulingMessage what the scheduler says of it; "" when nothing
 * @param waitingReason why its first unready container waits, such as "ImagePullBackOff"; "" when
 *     it runs
 * @param waitingMessage the same in a sentence
 * @param image the image of its first unready container
 * @param lastExit how that container ended last: "OOMKilled, exit code 137"; "" when it never did
 * @param restarts how often that container was started again
 * @param failure why the whole pod failed, such as "Evicted"; "" when it didn't
 */
public record PodReading(
    String name,
    String revision,
    Optional<Integer> step,
    String phase,
    boolean ready,
    boolean deleting,
    Optional<Instant> createdAt,
    Optional<Instant> unreadySince,
    boolean scheduled,
    String schedulingMessage,
    String waitingReason,
    String waitingMessage,
    String image,
    String lastExit,
    int restarts,
    String failure) {

  /**
   * Reads a pod.
   *
   * @param pod the object as the API server gave it
   * @return the reading
   */
  public static PodReading of(Pod pod) {
    return PodReader.read(pod);
  }

  /** What {@code kubectl get pods} would show for it, in a word. */
  String status() {
    if (deleting) {
      return "Terminating";
    }
    if (!failure.isEmpty()) {
      return failure;
    }
    if (!waitingReason.isEmpty()) {
      return waitingReason;
    }
    return phase.isEmpty() ? "Pending" : phase;
  }
}
