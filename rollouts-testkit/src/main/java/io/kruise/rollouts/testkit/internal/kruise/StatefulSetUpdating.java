// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import io.kruise.rollouts.testkit.internal.kruise.StatefulSetPass.Deletion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes an Advanced StatefulSet's pods that are of an old revision, as many as may be
 * (stateful_set_control.go, rollingUpdateStatefulsetPods). A later pass makes them anew.
 */
final class StatefulSetUpdating {
  private final StatefulSetPass pass;
  private final List<StatefulReplica> replicas;
  private final StatefulSetCounts counts;
  private final Set<String> unavailable = new HashSet<>();

  StatefulSetUpdating(
      StatefulSetPass pass, List<StatefulReplica> replicas, StatefulSetCounts counts) {
    this.pass = pass;
    this.replicas = replicas;
    this.counts = counts;
  }

  /** Updates as many as may be, in their order. */
  void update() {
    if (pass.spec().paused()) {
      return;
    }
    replicas.forEach(this::judge);
    Set<String> specified = deleteSpecified();
    for (StatefulReplica replica : toUpdate()) {
      KruisePod pod = replica.pod();
      if (replica.revision().equals(pass.revisions().update().name())) {
        continue;
      }
      if (blocked(pod)) {
        return;
      }
      if (!specified.contains(pod.name()) && !pod.terminating() && !updatedInPlace(replica)) {
        delete(replica);
      }
    }
  }

  /** inPlaceUpdatePod; a pod that a hook holds counts as being updated. */
  private boolean updatedInPlace(StatefulReplica replica) {
    String policy = pass.spec().rollingUpdate().path("podUpdatePolicy").asText();
    if (!policy.startsWith("InPlace") || !replica.made()) {
      return false;
    }
    Revision to = pass.revisions().update();
    Optional<InPlaceUpdate> update =
        pass.revisions()
            .named(replica.revision())
            .map(from -> new InPlaceUpdate(from, to))
            .filter(InPlaceUpdate::possible);
    if (update.isEmpty()) {
      if (policy.equals("InPlaceOnly")) {
        pass.step()
            .trouble(
                "find strategy is InPlaceOnly but Pod "
                    + replica.pod().name()
                    + " can not update in-place");
        return true;
      }
      return false;
    }
    unavailable.add(replica.pod().name());
    if (replica.revision().equals(pass.revisions().current().name())) {
      counts.dropCurrent();
    }
    pass.updateInPlace(replica.pod(), update.get());
    return true;
  }

  /** Counts a pod that is not available, and looks again when the first one will be. */
  private void judge(StatefulReplica replica) {
    KruisePod pod = replica.pod();
    if (!StatefulSetSpec.healthy(pod) || !InPlaceUpdate.completed(pod)) {
      unavailable.add(pod.name());
      return;
    }
    Duration wait = pass.spec().untilAvailable(pod, pass.now()).orElse(Duration.ZERO);
    if (!wait.isZero()) {
      unavailable.add(pod.name());
      pass.step().recheck(wait);
    }
  }

  /** Pods marked for deletion go whatever the partition says (handleSpecifiedDeletedPods). */
  private Set<String> deleteSpecified() {
    Set<String> specified = new HashSet<>();
    for (StatefulReplica replica : descending()) {
      if (replica.pod().hasLabel(KruiseNames.SPECIFIED_DELETE) && !blocked(replica.pod())) {
        specified.add(replica.pod().name());
        delete(replica);
      }
    }
    return specified;
  }

  private void delete(StatefulReplica replica) {
    KruisePod pod = replica.pod();
    unavailable.add(pod.name());
    if (pass.delete(pod) != Deletion.DONE) {
      return;
    }
    if (replica.revision().equals(pass.revisions().current().name())) {
      counts.dropCurrent();
    } else if (replica.revision().equals(pass.revisions().update().name())) {
      counts.dropUpdated();
    }
  }

  /** Whether a pod that is available has to wait for those that are not. */
  private boolean blocked(KruisePod pod) {
    return unavailable.size() >= pass.spec().maxUnavailable() && !unavailable.contains(pod.name());
  }

  /** The pods beyond the partition (sortPodsToUpdate). */
  private List<StatefulReplica> toUpdate() {
    int partition = pass.spec().partition();
    int most = Math.max(pass.spec().replicas() - partition, 0);
    if (!pass.spec().unordered()) {
      return descending().stream()
          .filter(replica -> replica.ordinal() >= partition)
          .limit(most)
          .toList();
    }
    List<StatefulReplica> order = new ArrayList<>();
    descending().stream().filter(this::underWay).forEach(order::add);
    Comparator<KruisePod> priority =
        PodOrder.ofPriority(
            pass.spec().rollingUpdate().path("unorderedUpdate").path("priorityStrategy"));
    descending().stream()
        .filter(replica -> !underWay(replica))
        .sorted(Comparator.comparing(StatefulReplica::pod, priority))
        .forEach(order::add);
    return order.stream().limit(most).toList();
  }

  private boolean underWay(StatefulReplica replica) {
    return replica.pod().terminating() || replica.pod().isOf(pass.revisions().update().name());
  }

  private List<StatefulReplica> descending() {
    return replicas.stream()
        .sorted(Comparator.comparingInt(StatefulReplica::ordinal).reversed())
        .toList();
  }
}
