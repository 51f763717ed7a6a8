// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.batch.release.ControlInfo;
import io.kruise.rollouts.testkit.internal.batch.release.Pods;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadReader;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which BatchReleases a write concerns (batchrelease_event_handler.go). */
final class BatchEvents {
  private static final String GROUP = "rollouts.kruise.io";
  private static final String KIND = "BatchRelease";

  List<ObjectRef> concerns(Change change, World world) {
    ObjectRef ref = change.ref();
    if (ref.group().equals(GROUP) && ref.kind().equals(KIND)) {
      return isNews(change) ? List.of(ref) : List.of();
    }
    if (ref.group().isEmpty() && ref.kind().equals("Pod")) {
      return ofPod(change, world).map(List::of).orElse(List.of());
    }
    if (WorkloadReader.knows(ref) && isWorkloadNews(change, world)) {
      return of(change.ref(), change.after(), world).map(List::of).orElse(List.of());
    }
    return List.of();
  }

  /** The controller's own status writes are none. */
  private static boolean isNews(Change change) {
    @Nullable ObjectNode before = change.before();
    return change.type() != Change.Type.MODIFIED
        || before == null
        || Meta.generation(before) != Meta.generation(change.after())
        || Meta.deleting(change.after())
        || !Meta.of(before).path("annotations").equals(Meta.of(change.after()).path("annotations"));
  }

  /** workloadEventHandler: counts of pods, and the generation. */
  private static boolean isWorkloadNews(Change change, World world) {
    @Nullable ObjectNode before = change.before();
    return change.type() != Change.Type.MODIFIED
        || before == null
        || Meta.generation(before) != Meta.generation(change.after())
        || !WorkloadReader.status(world, before)
            .equals(WorkloadReader.status(world, change.after()));
  }

  /** podEventHandler: a new pod, one that became ready or unready, or of another revision. */
  private static Optional<ObjectRef> ofPod(Change change, World world) {
    ObjectNode pod = change.after();
    @Nullable ObjectNode before = change.before();
    boolean same =
        before != null
            && Pods.sameRevision(before, pod)
            && Pods.isReady(before) == Pods.isReady(pod);
    JsonNode owner = Meta.controller(pod);
    if (change.type() == Change.Type.DELETED || same || owner == null) {
      return Optional.empty();
    }
    ObjectNode workload = topWorkload(world, pod);
    if (workload == null || !ControlInfo.isOn(workload)) {
      return Optional.empty();
    }
    ObjectRef ownerRef =
        new ObjectRef(
            ObjectRef.groupOf(owner.path("apiVersion").asText()),
            owner.path("kind").asText(),
            Meta.namespace(pod),
            owner.path("name").asText());
    return of(ownerRef, workload, world);
  }

  /** util.GetOwnerWorkload: up to the one that a Rollout is about. */
  private static @Nullable ObjectNode topWorkload(World world, ObjectNode object) {
    if (Meta.controller(object) == null
        || !Meta.annotation(object, RolloutAnnotations.IN_PROGRESSING).isEmpty()) {
      return object;
    }
    ObjectNode owner = Pods.owner(world, object);
    return owner == null ? null : topWorkload(world, owner);
  }

  /** getBatchRelease: the one in the annotation, or else the last that names the workload. */
  private static Optional<ObjectRef> of(ObjectRef workload, ObjectNode object, World world) {
    JsonNode holder = ControlInfo.on(object);
    if (holder.path("kind").asText().equals(KIND)
        && holder.path("apiVersion").asText().equals(GROUP + "/v1beta1")) {
      return Optional.of(workload.beside(GROUP, KIND, holder.path("name").asText()));
    }
    return world.list(GROUP, KIND, workload.namespace()).stream()
        // the name first: most of many releases differ in it already
        .filter(
            release ->
                Json.at(release, "spec", "workloadRef", "name").asText().equals(workload.name()))
        .map(release -> Release.of(world, release))
        .filter(release -> release.workload().equals(workload))
        .map(release -> ObjectRef.of(release.object()))
        .reduce((first, second) -> second);
  }
}
