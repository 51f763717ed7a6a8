// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings the pods of a StatefulSet to what it wants, one after the other unless it allows bursts:
 * first the ones that it keeps, then the ones too many, then the ones of an old revision
 * (pkg/controller/statefulset/stateful_set_control.go, updateStatefulSet).
 */
final class StatefulUpdate {
  private final ObjectNode set;
  private final RevisionHistory revisions;
  private final World world;
  private final Instant now;
  private final Step.Builder step;
  private final StatefulPods pods;
  private final int replicaCount;
  private final boolean monotonic;

  private final List<ObjectNode> replicas = new ArrayList<>();
  private final List<ObjectNode> condemned = new ArrayList<>();
  private int droppedCurrent;

  StatefulUpdate(
      ObjectNode set, RevisionHistory revisions, World world, Instant now, Step.Builder step) {
    this.set = set;
    this.revisions = revisions;
    this.world = world;
    this.now = now;
    this.step = step;
    this.pods = new StatefulPods(set, revisions);
    this.replicaCount = set.path("spec").path("replicas").asInt(1);
    this.monotonic = !set.path("spec").path("podManagementPolicy").asText().equals("Parallel");
  }

  /** Writes what is to be written for pods, and gives the status to be written. */
  ObjectNode run(List<ObjectNode> present) {
    sortOut(present);
    if (!Meta.deleting(set) && keepReplicas() && removeCondemned() && rolls()) {
      updateOne();
    }
    return status();
  }

  private void sortOut(List<ObjectNode> present) {
    TreeMap<Integer, ObjectNode> byOrdinal = new TreeMap<>();
    present.forEach(pod -> byOrdinal.put(StatefulPods.ordinal(pod), pod));
    int end = pods.start() + replicaCount;
    for (int ordinal = pods.start(); ordinal < end; ordinal++) {
      ObjectNode pod = byOrdinal.remove(ordinal);
      replicas.add(pod == null ? pods.planned(ordinal) : pod);
    }
    condemned.addAll(byOrdinal.descendingMap().values());
  }

  /** processReplica for each: whether all of them allow to go on. */
  private boolean keepReplicas() {
    for (ObjectNode pod : replicas) {
      if (!keep(pod) && monotonic) {
        return false;
      }
    }
    return true;
  }

  private boolean keep(ObjectNode pod) {
    if (Pods.ended(pod)) {
      if (!Meta.deleting(pod)) {
        delete(pod);
      }
      return false;
    }
    if (!StatefulPods.created(pod)) {
      pods.createClaims(pod, world, step);
      step.create(pod);
      emit("SuccessfulCreate", "create", pod);
      return false;
    }
    if (monotonic && (!StatefulPods.healthy(pod) || !available(pod))) {
      return false;
    }
    pods.restoreIdentity(pod, step);
    return true;
  }

  /** processCondemned for each, the highest ordinal first. */
  private boolean removeCondemned() {
    @Nullable ObjectNode firstUnhealthy =
        Stream.concat(
                replicas.stream(),
                condemned.stream().sorted(Comparator.comparingInt(StatefulPods::ordinal)))
            .filter(pod -> !StatefulPods.healthy(pod))
            .findFirst()
            .orElse(null);
    for (ObjectNode pod : condemned) {
      boolean fine = StatefulPods.healthy(pod) && available(pod);
      boolean blocked = Meta.deleting(pod) || !(fine || pod.equals(firstUnhealthy));
      if (!Meta.deleting(pod) && !(monotonic && blocked)) {
        delete(pod);
      }
      if (monotonic) {
        return false;
      }
    }
    return true;
  }

  private boolean rolls() {
    return !strategy().path("type").asText().equals("OnDelete");
  }

  /** The highest pod of an old revision goes, when all above it are healthy. */
  private void updateOne() {
    int lowest = strategy().path("rollingUpdate").path("partition").asInt();
    for (int i = replicas.size() - 1; i >= lowest; i--) {
      ObjectNode pod = replicas.get(i);
      boolean old = !Meta.label(pod, StatefulPods.REVISION).equals(revisions.update().name());
      if (old && !Meta.deleting(pod)) {
        delete(pod);
        droppedCurrent++;
        return;
      }
      if (!StatefulPods.healthy(pod)) {
        return;
      }
    }
  }

  /** updateStatus, completeRollingUpdate. */
  private ObjectNode status() {
    List<ObjectNode> all =
        Stream.concat(replicas.stream(), condemned.stream()).filter(StatefulPods::created).toList();
    int ready = count(all, pod -> Pods.phase(pod).equals("Running") && Pods.ready(pod));
    int updated = count(all, pod -> has(pod, revisions.update()));
    int current = count(all, pod -> has(pod, revisions.current())) - droppedCurrent;
    boolean complete =
        rolls() && updated == replicaCount && ready == replicaCount && all.size() == replicaCount;
    ObjectNode status =
        Json.object()
            .put("observedGeneration", (int) Meta.generation(set))
            .put("replicas", all.size());
    Counts.put(status, "readyReplicas", ready);
    Counts.put(status, "currentReplicas", complete ? updated : current);
    Counts.put(status, "updatedReplicas", updated);
    return status
        .put("currentRevision", (complete ? revisions.update() : revisions.current()).name())
        .put("updateRevision", revisions.update().name())
        .put("collisionCount", revisions.collisionCount())
        .put(
            "availableReplicas",
            count(all, pod -> Pods.phase(pod).equals("Running") && available(pod)));
  }

  private static int count(List<ObjectNode> pods, Predicate<ObjectNode> counted) {
    return (int) pods.stream().filter(counted).count();
  }

  private static boolean has(ObjectNode pod, ControllerRevision revision) {
    return !Meta.deleting(pod) && Meta.label(pod, StatefulPods.REVISION).equals(revision.name());
  }

  private boolean available(ObjectNode pod) {
    return Pods.available(pod, set.path("spec").path("minReadySeconds").asInt(), now);
  }

  private JsonNode strategy() {
    return set.path("spec").path("updateStrategy");
  }

  private void delete(ObjectNode pod) {
    step.delete(ObjectRef.of(pod));
    emit("SuccessfulDelete", "delete", pod);
  }

  private void emit(String reason, String verb, ObjectNode pod) {
    step.emit(
        set,
        "Normal",
        reason,
        verb + " Pod " + Meta.name(pod) + " in StatefulSet " + Meta.name(set) + " successful");
  }
}
