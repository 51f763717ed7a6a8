// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that belongs to a Rollout, as far as it could be read. The reads are made one after the
 * other, the Rollout last, so that its status is at least as new as the rest. Immutable,
 * thread-safe.
 *
 * @param rollout the Rollout
 * @param workload its workload; empty when there is none, or when it could not be read: then {@link
 *     #unseen} says so
 * @param batch its BatchRelease; empty when there is none, or when it could not be read
 * @param revisions the workload's ReplicaSets or ControllerRevisions, the newest first; with an
 *     extra workload also those of the second Deployment
 * @param pods the workload's pods, by name
 * @param network what the plan's traffic goes through
 * @param events the Events on all of these, the last one last
 * @param unseen what could not be read
 */
public record RolloutSnapshot(
    RolloutReading rollout,
    Optional<WorkloadReading> workload,
    Optional<BatchReading> batch,
    List<RevisionReading> revisions,
    List<PodReading> pods,
    List<NetworkReading> network,
    List<EventReading> events,
    List<Unseen> unseen) {

  /** Keeps the lists from being changed. */
  public RolloutSnapshot {
    requireNonNull(rollout, "rollout");
    requireNonNull(workload, "workload");
    requireNonNull(batch, "batch");
    revisions = List.copyOf(revisions);
    pods = List.copyOf(pods);
    network = List.copyOf(network);
    events = List.copyOf(events);
    unseen = List.copyOf(unseen);
  }

  /** Whether something of this name is among what could not be read. */
  boolean hidden(String what) {
    return unseen.stream().anyMatch(each -> each.what().startsWith(what));
  }

  /**
   * The label of the pods of the newest revision; "" when it isn't known. The status knows it while
   * a release runs; before and after, the workload does.
   */
  String newest() {
    Optional<RevisionReading> last =
        revisions.stream().max(Comparator.comparingLong(RevisionReading::number));
    String updating = workload.map(WorkloadReading::updateRevision).orElse("");
    if (!updating.isEmpty()) {
      return updating;
    }
    return last.map(RevisionReading::hash)
        .filter(hash -> !rollout.extraWorkload())
        .orElse(rollout.podTemplateHash());
  }

  /** Whether the pod is of the newest revision; of some kinds the label holds only its end. */
  boolean isNew(PodReading pod) {
    String newest = newest();
    return !newest.isEmpty()
        && !pod.revision().isEmpty()
        && (newest.equals(pod.revision())
            || newest.endsWith("-" + pod.revision())
            || pod.revision().endsWith("-" + newest));
  }
}
