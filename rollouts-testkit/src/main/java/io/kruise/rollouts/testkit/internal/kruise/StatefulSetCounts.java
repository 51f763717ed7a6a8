// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import java.util.function.Predicate;

/**
 * The numbers of an Advanced StatefulSet's status (stateful_set_control.go, updateStatus). Pods
 * that the pass deletes still count, but for those of the old and the new revision.
 */
final class StatefulSetCounts {
  private static final List<String> COMPARED =
      List.of(
          "replicas",
          "currentReplicas",
          "readyReplicas",
          "availableReplicas",
          "updatedReplicas",
          "currentRevision",
          "updateRevision",
          "labelSelector");

  private final StatefulSetPass pass;
  private final List<KruisePod> pods;
  private int current;
  private int updated;

  StatefulSetCounts(StatefulSetPass pass, List<KruisePod> pods) {
    this.pass = pass;
    this.pods = pods;
    current = count(pod -> !pod.terminating() && isOf(pod, pass.revisions().current()));
    updated = count(pod -> !pod.terminating() && isOf(pod, pass.revisions().update()));
  }

  /** A pod of the old revision is being deleted. */
  void dropCurrent() {
    current--;
  }

  /** A pod of the new revision is being deleted. */
  void dropUpdated() {
    updated--;
  }

  /** The whole status; the update is complete when all pods are updated and ready. */
  ObjectNode status() {
    Predicate<KruisePod> ofUpdate = pod -> isOf(pod, pass.revisions().update());
    Predicate<KruisePod> ready = KruisePod::runningAndReady;
    Predicate<KruisePod> available = ready.and(pod -> pass.spec().available(pod, pass.now()));
    int readyPods = count(ready);
    // completeRollingUpdate
    boolean complete =
        !pass.spec().onDelete() && updated == pods.size() && readyPods == pods.size();
    Revision shown = complete ? pass.revisions().update() : pass.revisions().current();

    ObjectNode status = Json.object();
    status.put("observedGeneration", Meta.generation(pass.spec().workload().object()));
    status.put("replicas", pods.size());
    status.put("readyReplicas", readyPods);
    status.put("availableReplicas", count(available));
    status.put("currentReplicas", complete ? updated : current);
    status.put("updatedReplicas", updated);
    putUnlessZero(status, "updatedReadyReplicas", count(ready.and(ofUpdate)));
    putUnlessZero(status, "updatedAvailableReplicas", count(available.and(ofUpdate)));
    status.put("currentRevision", shown.name());
    status.put("updateRevision", pass.revisions().update().name());
    status.put("collisionCount", pass.revisions().collisionCount());
    return status.put("labelSelector", pass.spec().workload().selectorText());
  }

  /** Whether it is worth a write: some fields are not looked at (inconsistentStatus). */
  static boolean differs(ObjectNode status, KruiseWorkload workload) {
    long observed = workload.status().path("observedGeneration").asLong();
    return status.path("observedGeneration").asLong() > observed
        || COMPARED.stream()
            .anyMatch(
                field ->
                    !status.path(field).asText().equals(workload.status().path(field).asText()));
  }

  private int count(Predicate<KruisePod> counted) {
    return (int) pods.stream().filter(counted).count();
  }

  private static boolean isOf(KruisePod pod, Revision revision) {
    return pod.label(KruiseNames.REVISION).equals(revision.name());
  }

  private static void putUnlessZero(ObjectNode status, String field, int value) {
    if (value != 0) {
      status.put(field, value);
    }
  }
}
