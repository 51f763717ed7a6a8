// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every object's metadata says. Absent texts are "", absent numbers 0. */
public final class Meta {
  private Meta() {}

  /**
   * The metadata itself.
   *
   * @param object any object
   * @return its metadata, a missing node when it has none
   */
  public static JsonNode of(JsonNode object) {
    return object.path("metadata");
  }

  /**
   * The name.
   *
   * @param object any object
   * @return its name
   */
  public static String name(JsonNode object) {
    return of(object).path("name").asText();
  }

  /**
   * The namespace.
   *
   * @param object any object
   * @return its namespace, "" when it is cluster-scoped
   */
  public static String namespace(JsonNode object) {
    return of(object).path("namespace").asText();
  }

  /**
   * The uid.
   *
   * @param object any object
   * @return its uid
   */
  public static String uid(JsonNode object) {
    return of(object).path("uid").asText();
  }

  /**
   * The generation.
   *
   * @param object any object
   * @return its generation
   */
  public static long generation(JsonNode object) {
    return of(object).path("generation").asLong();
  }

  /**
   * Whether a controller has seen the present spec.
   *
   * @param object any object with a status
   * @return whether status.observedGeneration is the generation
   */
  public static boolean observed(JsonNode object) {
    return object.path("status").path("observedGeneration").asLong() == generation(object);
  }

  /**
   * Whether its deletion was asked for.
   *
   * @param object any object
   * @return whether there is a deletionTimestamp
   */
  public static boolean deleting(JsonNode object) {
    return of(object).hasNonNull("deletionTimestamp");
  }

  /**
   * A label's value.
   *
   * @param object any object
   * @param key the label's key
   * @return its value, "" when there is none
   */
  public static String label(JsonNode object, String key) {
    return of(object).path("labels").path(key).asText();
  }

  /**
   * An annotation's value.
   *
   * @param object any object
   * @param key the annotation's key
   * @return its value, "" when there is none
   */
  public static String annotation(JsonNode object, String key) {
    return of(object).path("annotations").path(key).asText();
  }

  /**
   * The finalizers.
   *
   * @param object any object
   * @return them in order
   */
  public static List<String> finalizers(JsonNode object) {
    List<String> finalizers = new ArrayList<>();
    Json.items(of(object).path("finalizers")).forEach(each -> finalizers.add(each.asText()));
    return finalizers;
  }

  /**
   * The owner that controls it.
   *
   * @param object any object
   * @return that owner reference, or null
   */
  public static @Nullable JsonNode controller(JsonNode object) {
    for (JsonNode owner : Json.items(of(object).path("ownerReferences"))) {
      if (owner.path("controller").asBoolean()) {
        return owner;
      }
    }
    return null;
  }

  /**
   * Whether it is controlled by an owner.
   *
   * @param object any object
   * @param owner the owner
   * @return whether its controller reference has the owner's uid
   */
  public static boolean controlledBy(JsonNode object, JsonNode owner) {
    JsonNode controller = controller(object);
    return controller != null && controller.path("uid").asText().equals(uid(owner));
  }

  /**
   * An owner reference that makes the owner the controller.
   *
   * @param owner the owner
   * @return as it stands in metadata.ownerReferences
   */
  public static ObjectNode controllerReference(JsonNode owner) {
    return Json.object()
        .put("apiVersion", owner.path("apiVersion").asText())
        .put("kind", owner.path("kind").asText())
        .put("name", name(owner))
        .put("uid", uid(owner))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }
}
