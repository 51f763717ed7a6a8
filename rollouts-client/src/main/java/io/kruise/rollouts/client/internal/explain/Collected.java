// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.explain;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.kruise.rollouts.client.explain.BatchReading;
import io.kruise.rollouts.client.explain.EventReading;
import io.kruise.rollouts.client.explain.NetworkReading;
import io.kruise.rollouts.client.explain.PodReading;
import io.kruise.rollouts.client.explain.RevisionReading;
import io.kruise.rollouts.client.explain.RolloutReading;
import io.kruise.rollouts.client.explain.RolloutSnapshot;
import io.kruise.rollouts.client.explain.Unseen;
import io.kruise.rollouts.client.explain.WorkloadReading;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was read so far. Filled by one read after the other, and by those that are made at the same
 * time under its lock.
 */
final class Collected {
  private final Set<String> owners = new HashSet<>();
  private final List<RevisionReading> revisions = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<NetworkReading> network = new ArrayList<>();
  private final Set<Unseen> unseen = new LinkedHashSet<>();
  private @Nullable WorkloadReading workload;
  private @Nullable BatchReading batch;
  private boolean ownersSeen = true;

  synchronized void workload(WorkloadReading reading, String uid) {
    workload = reading;
    owners.add(uid);
  }

  /** The Deployment of the new version, in the style with an extra workload. */
  synchronized void extraWorkload(String uid) {
    owners.add(uid);
  }

  synchronized void batch(BatchReading reading) {
    batch = reading;
  }

  /** Those of other workloads with the same labels are left out. */
  synchronized void revision(RevisionReading reading, ObjectMeta meta) {
    if (owned(meta, owners)) {
      revisions.add(reading);
    }
  }

  synchronized void pod(Pod pod) {
    pods.add(pod);
  }

  synchronized void event(Event event) {
    events.add(event);
  }

  synchronized void network(NetworkReading reading) {
    network.add(reading);
  }

  synchronized void unseen(Unseen what) {
    unseen.add(what);
  }

  /** Without the ReplicaSets nothing tells whose a pod is. */
  synchronized void ownersUnseen() {
    ownersSeen = false;
  }

  synchronized RolloutSnapshot snapshot(Rollout rollout) {
    Set<String> all = new HashSet<>(owners);
    revisions.forEach(revision -> all.add(revision.uid()));
    List<PodReading> own =
        pods.stream()
            .filter(pod -> !ownersSeen || owned(pod.getMetadata(), all))
            .map(PodReading::of)
            .sorted(Comparator.comparing(PodReading::name))
            .toList();
    RolloutReading reading = RolloutReading.of(rollout);
    return new RolloutSnapshot(
        reading,
        Optional.ofNullable(workload),
        Optional.ofNullable(batch),
        revisions.stream()
            .sorted(
                Comparator.comparingLong(RevisionReading::number)
                    .reversed()
                    .thenComparing(RevisionReading::name))
            .toList(),
        own,
        network.stream()
            .sorted(Comparator.comparing(NetworkReading::kind).thenComparing(NetworkReading::name))
            .toList(),
        events(reading, own),
        List.copyOf(unseen));
  }

  private List<EventReading> events(RolloutReading rollout, List<PodReading> own) {
    Set<String> subjects = new HashSet<>();
    subjects.add("Rollout/" + rollout.view().name());
    subjects.add("BatchRelease/" + rollout.view().name());
    if (workload != null) {
      subjects.add(workload.kind() + "/" + workload.name());
    }
    revisions.forEach(revision -> subjects.add(revision.kind() + "/" + revision.name()));
    own.forEach(pod -> subjects.add("Pod/" + pod.name()));
    network.forEach(each -> subjects.add(each.kind() + "/" + each.name()));
    return events.stream()
        .map(EventReading::of)
        .filter(event -> subjects.contains(event.kind() + "/" + event.name()))
        .sorted(Comparator.comparing(event -> event.last().orElse(Instant.MIN)))
        .toList();
  }

  private static boolean owned(ObjectMeta meta, Set<String> by) {
    return meta.getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(OwnerReference::getUid)
        .anyMatch(by::contains);
  }
}
