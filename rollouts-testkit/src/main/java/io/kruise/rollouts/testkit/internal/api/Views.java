// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Representation.Shape;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import java.util.Locale;

/** Shows stored objects as a client wants to see them, without copying more than their top. */
final class Views {
  private static final String META_VERSION = "meta.k8s.io/v1";

  private final TableRenderer tables;

  Views(TableRenderer tables) {
    this.tables = tables;
  }

  /**
   * One object.
   *
   * @param type as which it is served
   * @param object as stored
   * @param shape what of it
   * @param include what a Table's row carries
   * @return not to be changed
   */
  ObjectNode one(ResourceType type, ObjectNode object, Shape shape, String include) {
    return switch (shape) {
      case OBJECT -> served(type, object);
      case METADATA -> metadata(object, "PartialObjectMetadata");
      case TABLE -> {
        ObjectNode table = table(type, List.of(object), include, true);
        Json.dig(table, "metadata").set("resourceVersion", Meta.of(object).path("resourceVersion"));
        yield table;
      }
    };
  }

  /**
   * A watch's event's object.
   *
   * @param type as which it is served
   * @param object as stored
   * @param shape what of it
   * @param include what a Table's row carries
   * @param first whether it is the watch's first event
   * @return not to be changed
   */
  ObjectNode event(
      ResourceType type, ObjectNode object, Shape shape, String include, boolean first) {
    return shape == Shape.TABLE
        ? table(type, List.of(object), include, first)
        : one(type, object, shape, include);
  }

  /**
   * A list.
   *
   * @param type as which they are served
   * @param objects as stored
   * @param metadata the list's
   * @param shape what of them
   * @param include what a Table's rows carry
   * @return not to be changed
   */
  ObjectNode many(
      ResourceType type,
      List<ObjectNode> objects,
      ObjectNode metadata,
      Shape shape,
      String include) {
    if (shape == Shape.TABLE) {
      ObjectNode table = table(type, objects, include, true);
      table.set("metadata", metadata);
      return table;
    }
    boolean partial = shape == Shape.METADATA;
    ObjectNode list =
        Json.object()
            .put("kind", partial ? "PartialObjectMetadataList" : type.kind() + "List")
            .put("apiVersion", partial ? META_VERSION : type.apiVersion());
    if (type.custom() && !partial && !metadata.has("continue")) {
      // a list of unstructured objects, whose metadata is written whole
      metadata.put("continue", "");
    }
    list.set("metadata", metadata);
    ArrayNode items = list.putArray("items");
    for (ObjectNode object : objects) {
      items.add(partial ? metadata(object, "PartialObjectMetadata") : item(type, object));
    }
    return list;
  }

  /** The items of built-in types don't repeat what they are. */
  private static ObjectNode item(ResourceType type, ObjectNode object) {
    if (type.custom()) {
      return served(type, object);
    }
    ObjectNode item = Json.object();
    item.setAll(object);
    item.remove(List.of("kind", "apiVersion"));
    return item;
  }

  private static ObjectNode served(ResourceType type, ObjectNode object) {
    if (object.path("apiVersion").asText().equals(type.apiVersion())) {
      return object;
    }
    ObjectNode served = Json.object();
    served.setAll(object);
    return served.put("apiVersion", type.apiVersion());
  }

  private static ObjectNode metadata(ObjectNode object, String kind) {
    ObjectNode partial = Json.object().put("kind", kind).put("apiVersion", META_VERSION);
    partial.set("metadata", Meta.of(object));
    return partial;
  }

  private ObjectNode table(
      ResourceType type, List<ObjectNode> objects, String include, boolean columns) {
    TableRenderer.IncludeObject included =
        switch (include.toLowerCase(Locale.ROOT)) {
          case "object" -> TableRenderer.IncludeObject.OBJECT;
          case "none" -> TableRenderer.IncludeObject.NONE;
          default -> TableRenderer.IncludeObject.METADATA;
        };
    return tables.render(
        type, objects.stream().map(each -> served(type, each)).toList(), included, columns);
  }
}
