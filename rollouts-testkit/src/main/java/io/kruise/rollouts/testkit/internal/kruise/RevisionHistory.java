// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The revisions of a CloneSet or an Advanced StatefulSet in a pass: the one that its status calls
 * the current one, the one of its template, and all that are stored (cloneset_controller.go,
 * getActiveRevisions; stateful_set_control.go, getStatefulSetRevisions).
 *
 * @param current of the pods that are not updated
 * @param update of the present template
 * @param stored all, by number; without the one that this pass makes
 * @param collisionCount how many names were taken by other templates
 */
record RevisionHistory(
    Revision current, Revision update, List<Revision> stored, int collisionCount) {

  /**
   * Finds them, and makes the one of the present template when it is new. A template that was there
   * before gets the highest number again.
   */
  static RevisionHistory of(KruiseWorkload workload, World world, Step.Builder step) {
    List<Revision> stored = stored(workload.object(), world);
    int collisions = workload.status().path("collisionCount").asInt();
    long next = stored.isEmpty() ? 1 : stored.get(stored.size() - 1).number() + 1;
    ObjectNode data = Revision.dataOf(workload.object());
    Optional<Revision> equal =
        stored.stream().filter(each -> each.holds(data)).reduce((first, second) -> second);
    Revision update;
    if (equal.isEmpty()) {
      String name = Meta.name(workload.object());
      String hash = TemplateHash.revision(data, collisions);
      while (taken(workload, world, name + "-" + hash)) {
        hash = TemplateHash.revision(data, ++collisions);
      }
      update = new Revision(name + "-" + hash, Meta.namespace(workload.object()), next, data);
      step.create(controllerRevision(workload, update, KruiseNames.REVISION_HASH));
    } else if (equal.get().number() == next - 1) {
      update = equal.get();
    } else {
      update = new Revision(equal.get().name(), equal.get().namespace(), next, data);
      step.merge(update.ref(), Json.object().put("revision", next));
    }
    String currentName = workload.status().path("currentRevision").asText();
    Revision current =
        stored.stream().filter(each -> each.name().equals(currentName)).findFirst().orElse(update);
    return new RevisionHistory(current, update, stored, collisions);
  }

  /** A revision as an object; the label with its hash is not the same for all workloads. */
  static ObjectNode controllerRevision(
      KruiseWorkload workload, Revision revision, String hashLabel) {
    ObjectNode object =
        Json.object().put("apiVersion", "apps/v1").put("kind", KruiseNames.CONTROLLER_REVISION);
    ObjectNode metadata =
        object
            .putObject("metadata")
            .put("name", revision.name())
            .put("namespace", revision.namespace());
    ObjectNode labels = metadata.putObject("labels");
    copy(Json.at(workload.object(), "spec", "template", "metadata", "labels"), labels);
    labels.put(hashLabel, revision.hash());
    ObjectNode annotations = metadata.putObject("annotations");
    copy(Meta.of(workload.object()).path("annotations"), annotations);
    metadata.putArray("ownerReferences").add(workload.ownerReference());
    object.set("data", revision.data());
    return object.put("revision", revision.number());
  }

  /** The revisions that a workload controls, by number. */
  static List<Revision> stored(JsonNode workload, World world) {
    JsonNode selector = Json.at(workload, "spec", "selector");
    return Ownership.controlled(workload, KruiseNames.APPS, KruiseNames.CONTROLLER_REVISION, world)
        .stream()
        .filter(each -> LabelSelector.matches(selector, Meta.of(each).path("labels")))
        .map(Revision::of)
        .sorted(Comparator.comparingLong(Revision::number))
        .toList();
  }

  /** The stored revision that a pod's label names, whole or by its hash. */
  Optional<Revision> named(String label) {
    return stored.stream().filter(each -> each.hash().equals(Revision.hashOf(label))).findFirst();
  }

  /** Deletes the oldest revisions that nobody needs beyond those to be kept (truncateHistory). */
  void truncate(int limit, Set<String> hashesInUse, Step.Builder step) {
    List<Revision> unused =
        stored.stream()
            .filter(each -> !each.name().equals(current.name()))
            .filter(each -> !each.name().equals(update.name()))
            .filter(each -> !hashesInUse.contains(each.hash()))
            .toList();
    unused.stream()
        .limit(Math.max(unused.size() - limit, 0))
        .forEach(each -> step.delete(each.ref()));
  }

  private static boolean taken(KruiseWorkload workload, World world, String name) {
    return world
        .get(workload.ref().beside(KruiseNames.APPS, KruiseNames.CONTROLLER_REVISION, name))
        .isPresent();
  }

  private static void copy(JsonNode from, ObjectNode to) {
    from.properties().forEach(each -> to.set(each.getKey(), each.getValue()));
  }
}
