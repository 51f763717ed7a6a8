// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The owners that an object names, told apart by what became of them
 * (pkg/controller/garbagecollector/garbagecollector.go, classifyReferences).
 *
 * @param solid they are there
 * @param dangling they are gone
 * @param waiting they are being deleted, and wait for their dependents to go first
 */
record OwnerReferences(Set<String> solid, Set<String> dangling, Set<String> waiting) {
  static final String FOREGROUND = "foregroundDeletion";

  /** Of an object; empty when an owner can't be looked up, as its kind isn't served. */
  static Optional<OwnerReferences> of(ObjectNode object, World world, ResourceRegistry types) {
    List<String> solid = new ArrayList<>();
    List<String> dangling = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    for (JsonNode reference : all(object)) {
      Optional<ObjectRef> ref = ref(reference, object, types);
      if (ref.isEmpty()) {
        return Optional.empty();
      }
      String uid = reference.path("uid").asText();
      Optional<ObjectNode> owner =
          world.get(ref.get()).filter(found -> Meta.uid(found).equals(uid));
      if (owner.isEmpty()) {
        dangling.add(uid);
      } else if (inForeground(owner.get())) {
        waiting.add(uid);
      } else {
        solid.add(uid);
      }
    }
    return Optional.of(
        new OwnerReferences(Set.copyOf(solid), Set.copyOf(dangling), Set.copyOf(waiting)));
  }

  /** What an object names, as it stands in its metadata. */
  static List<JsonNode> all(JsonNode object) {
    return Json.items(Meta.of(object).path("ownerReferences"));
  }

  /** Whether it is being deleted and waits for its dependents. */
  static boolean inForeground(JsonNode object) {
    return Meta.deleting(object) && Meta.finalizers(object).contains(FOREGROUND);
  }

  /** The patch that takes some owners away. */
  static ObjectNode without(ObjectNode object, Set<String> uids) {
    ArrayNode rest = Json.object().putArray("ownerReferences");
    all(object).stream()
        .filter(each -> !uids.contains(each.path("uid").asText()))
        .forEach(rest::add);
    ObjectNode patch = Json.object();
    ObjectNode metadata = patch.putObject("metadata");
    if (rest.isEmpty()) {
      metadata.putNull("ownerReferences");
    } else {
      metadata.set("ownerReferences", rest);
    }
    return patch;
  }

  /** The owner that a reference means; empty when it can't be looked up. */
  static Optional<ObjectRef> ref(JsonNode reference, ObjectNode object, ResourceRegistry types) {
    String group = ObjectRef.groupOf(reference.path("apiVersion").asText());
    String kind = reference.path("kind").asText();
    String name = reference.path("name").asText();
    String namespace = Meta.namespace(object);
    Optional<ResourceType> type = types.ofKind(group, kind);
    if (type.isEmpty() || (type.get().namespaced() && namespace.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new ObjectRef(group, kind, type.get().namespaced() ? namespace : "", name));
  }
}
