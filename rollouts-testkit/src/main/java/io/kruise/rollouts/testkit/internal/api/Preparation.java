// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What the server itself sets in an object, whatever the client sent. Source: apiserver,
 * pkg/registry/rest, create.go and update.go (BeforeCreate, BeforeUpdate), and the strategies'
 * PrepareForCreate and PrepareForUpdate.
 */
final class Preparation {
  private static final List<String> KEPT_METADATA = List.of("creationTimestamp", "generation");

  /** Once they are there. A client that sets them is refused. */
  private static final List<String> KEPT_WHILE_DELETED =
      List.of("deletionTimestamp", "deletionGracePeriodSeconds");

  private static final List<String> NOT_FOR_CLIENTS =
      List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink");

  private Preparation() {}

  /**
   * Gives a new object its identity.
   *
   * @param type its type
   * @param namespace where
   * @param object changed in place
   * @param now the cluster's time
   */
  static void create(ResourceType type, String namespace, ObjectNode object, Instant now) {
    ObjectNode metadata = Json.dig(object, "metadata");
    if (type.namespaced()) {
      metadata.put("namespace", namespace);
    }
    String generateName = metadata.path("generateName").asText();
    if (metadata.path("name").asText().isEmpty() && !generateName.isEmpty()) {
      metadata.put("name", GeneratedNames.from(generateName));
    }
    metadata
        .put("uid", UUID.randomUUID().toString())
        .put("creationTimestamp", now.truncatedTo(ChronoUnit.SECONDS).toString())
        .remove(NOT_FOR_CLIENTS);
    if (TypeTraits.of(type).generation() == TypeTraits.Generation.NONE) {
      metadata.remove("generation");
    } else {
      metadata.put("generation", 1);
    }
    if (type.statusSubresource()) {
      object.remove("status");
    }
    if (type.resource().equals("namespaces")) {
      prepareNamespace(object);
    }
  }

  /** Kubernetes' pkg/registry/core/namespace, strategy.go, and its defaults. */
  private static void prepareNamespace(ObjectNode namespace) {
    Json.dig(namespace, "metadata", "labels")
        .put("kubernetes.io/metadata.name", Meta.name(namespace));
    Json.dig(namespace, "spec").putArray("finalizers").add("kubernetes");
    namespace.putObject("status").put("phase", "Active");
  }

  /**
   * Undoes what a write may not touch.
   *
   * @param type the type
   * @param subresource "" or "status"
   * @param before as stored
   * @param object changed in place
   */
  static void update(ResourceType type, String subresource, ObjectNode before, ObjectNode object) {
    if (subresource.equals("status")) {
      keepAllButStatus(type, before, object);
    } else if (type.statusSubresource()) {
      keep("status", before, object);
    }
    ObjectNode metadata = Json.dig(object, "metadata");
    KEPT_METADATA.forEach(field -> keep(field, Meta.of(before), metadata));
    if (Meta.deleting(before)) {
      KEPT_WHILE_DELETED.forEach(field -> keep(field, Meta.of(before), metadata));
    }
    metadata.remove("selfLink");
    if (metadata.path("uid").asText().isEmpty()) {
      keep("uid", Meta.of(before), metadata);
    }
    if (type.namespaced() && metadata.path("namespace").asText().isEmpty()) {
      keep("namespace", Meta.of(before), metadata);
    }
  }

  /**
   * Undoes what a client may not touch in a namespace but through /finalize.
   *
   * @param route what is written to
   * @param before as stored
   * @param object changed in place
   */
  static void keepFinalizers(Route route, ObjectNode before, ObjectNode object) {
    if (route.type().resource().equals("namespaces") && route.subresource().isEmpty()) {
      keep("finalizers", before.path("spec"), Json.dig(object, "spec"));
    }
  }

  /**
   * A custom resource's metadata can't be changed through its status, but for its version and the
   * record of who manages which fields.
   */
  private static void keepAllButStatus(ResourceType type, ObjectNode before, ObjectNode object) {
    if (!type.custom()) {
      keep("spec", before, object);
      keep("labels", Meta.of(before), Json.dig(object, "metadata"));
      return;
    }
    Set<String> fields = new HashSet<>();
    before.fieldNames().forEachRemaining(fields::add);
    object.fieldNames().forEachRemaining(fields::add);
    fields.removeAll(List.of("status", "metadata"));
    fields.stream()
        .filter(field -> differs(field, before, object))
        .forEach(field -> keep(field, before, object));
    ObjectNode given = Json.dig(object, "metadata");
    ObjectNode metadata = (ObjectNode) Meta.of(before).deepCopy();
    keep("resourceVersion", given, metadata);
    keep("managedFields", given, metadata);
    object.set("metadata", metadata);
  }

  private static void keep(String field, JsonNode before, ObjectNode object) {
    JsonNode value = before.path(field);
    boolean shared = Json.isSame(object.path(field), value);
    object.remove(field);
    if (!value.isMissingNode()) {
      object.set(field, shared ? value : value.deepCopy());
    }
  }

  /**
   * Moves the generation where the write calls for it.
   *
   * @param type the type
   * @param subresource "" or "status"
   * @param before as stored
   * @param object changed in place
   */
  static void generation(
      ResourceType type, String subresource, ObjectNode before, ObjectNode object) {
    boolean moves =
        !subresource.equals("status")
            && switch (TypeTraits.of(type).generation()) {
              case NONE -> false;
              case SPEC -> differs("spec", before, object);
              case SPEC_AND_ANNOTATIONS ->
                  differs("spec", before, object)
                      || differs("annotations", Meta.of(before), Meta.of(object));
              case ALL_BUT_STATUS -> differsBeyondStatus(type, before, object);
            };
    if (moves) {
      Json.dig(object, "metadata").put("generation", Meta.generation(before) + 1);
    }
  }

  private static boolean differs(String field, JsonNode before, JsonNode object) {
    return !before.path(field).equals(object.path(field));
  }

  private static boolean differsBeyondStatus(
      ResourceType type, ObjectNode before, ObjectNode object) {
    Set<String> fields = new HashSet<>();
    before.fieldNames().forEachRemaining(fields::add);
    object.fieldNames().forEachRemaining(fields::add);
    fields.remove("metadata");
    if (type.statusSubresource()) {
      fields.remove("status");
    }
    return fields.stream().anyMatch(field -> differs(field, before, object));
  }
}
