// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whose pods and ReplicaSets are whose: an owner keeps those that its selector matches, adopts
 * those that nobody controls, and releases those that don't match any more
 * (pkg/controller/controller_ref_manager.go).
 */
public final class Claims {
  private Claims() {}

  /**
   * The objects of a kind that an owner controls.
   *
   * @param world all objects
   * @param owner the owner
   * @param group their API group
   * @param kind their kind
   * @return them by name
   */
  public static List<ObjectNode> controlled(
      World world, JsonNode owner, String group, String kind) {
    return world.dependents(Meta.uid(owner)).stream()
        .filter(object -> isA(object, group, kind) && Meta.controlledBy(object, owner))
        .toList();
  }

  /**
   * The objects of a kind that an owner controls from now on (ClaimObject).
   *
   * @param world all objects
   * @param owner the owner, with spec.selector
   * @param group their API group
   * @param kind their kind
   * @param wanted which ones are looked at
   * @param step gets the adoptions and releases
   * @return them by name, as they are then
   */
  public static List<ObjectNode> claim(
      World world,
      ObjectNode owner,
      String group,
      String kind,
      Predicate<ObjectNode> wanted,
      Step.Builder step) {
    JsonNode selector = owner.path("spec").path("selector");
    List<ObjectNode> claimed = new ArrayList<>();
    for (ObjectNode object : controlled(world, owner, group, kind)) {
      if (wanted.test(object)) {
        if (matches(selector, object)) {
          claimed.add(object);
        } else if (!Meta.deleting(owner)) {
          release(object, owner, step);
        }
      }
    }
    if (!Meta.deleting(owner)) {
      for (ObjectNode object : world.uncontrolled(group, kind, Meta.namespace(owner))) {
        if (wanted.test(object) && matches(selector, object) && !Meta.deleting(object)) {
          claimed.add(adopt(object, owner, step));
        }
      }
    }
    return claimed;
  }

  /**
   * The owner of a kind that controls an object.
   *
   * @param world all objects
   * @param object the object
   * @param group the owner's API group
   * @param kind the owner's kind
   * @return the owner's reference; empty when it is controlled by something else, or the owner is
   *     gone
   */
  public static List<ObjectRef> controllerOf(
      World world, ObjectNode object, String group, String kind) {
    JsonNode owner = Meta.controller(object);
    if (owner == null
        || !owner.path("kind").asText().equals(kind)
        || !ObjectRef.groupOf(owner.path("apiVersion").asText()).equals(group)) {
      return List.of();
    }
    ObjectRef ref = new ObjectRef(group, kind, Meta.namespace(object), owner.path("name").asText());
    return world
        .get(ref)
        .filter(found -> Meta.controlledBy(object, found))
        .map(found -> List.of(ref))
        .orElse(List.of());
  }

  /**
   * The owners of a kind that would adopt an object that nobody controls.
   *
   * @param world all objects
   * @param object the object
   * @param group the owners' API group
   * @param kind the owners' kind
   * @return those in its namespace whose selector matches
   */
  public static List<ObjectRef> adopters(
      World world, ObjectNode object, String group, String kind) {
    return world.list(group, kind, Meta.namespace(object)).stream()
        .filter(
            owner ->
                !LabelSelector.isEmpty(owner.path("spec").path("selector"))
                    && matches(owner.path("spec").path("selector"), object))
        .map(ObjectRef::of)
        .toList();
  }

  private static ObjectNode adopt(ObjectNode object, ObjectNode owner, Step.Builder step) {
    ObjectNode after = object.deepCopy();
    Json.dig(after, "metadata").withArray("/ownerReferences").add(Meta.controllerReference(owner));
    step.merge(ObjectRef.of(object), Json.mergeDiff(object, after));
    return after;
  }

  private static void release(ObjectNode object, ObjectNode owner, Step.Builder step) {
    ArrayNode rest = Json.object().putArray("ownerReferences");
    for (JsonNode each : Json.items(Meta.of(object).path("ownerReferences"))) {
      if (!each.path("uid").asText().equals(Meta.uid(owner))) {
        rest.add(each);
      }
    }
    ObjectNode patch = Json.object();
    ObjectNode metadata = patch.putObject("metadata");
    if (rest.isEmpty()) {
      metadata.putNull("ownerReferences");
    } else {
      metadata.set("ownerReferences", rest);
    }
    step.merge(ObjectRef.of(object), patch);
  }

  private static boolean matches(JsonNode selector, JsonNode object) {
    return LabelSelector.matches(selector, Meta.of(object).path("labels"));
  }

  private static boolean isA(ObjectNode object, String group, String kind) {
    return object.path("kind").asText().equals(kind)
        && ObjectRef.groupOf(object.path("apiVersion").asText()).equals(group);
  }
}
