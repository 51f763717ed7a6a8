// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * What an object in the making shares with the stored one: fields of the object and of its
 * metadata, whole. They have been through all of it already, and are never changed in place.
 */
final class Sharing {
  private Sharing() {}

  /**
   * Merges into an object.
   *
   * @param type its type
   * @param before as stored; left as it is
   * @param patch an RFC 7396 merge patch; left as it is
   * @return shares what the patch leaves alone; of a custom type nothing, as controllers write
   *     statuses that its schema still has to shape
   */
  static ObjectNode merge(ResourceType type, ObjectNode before, ObjectNode patch) {
    if (type.custom() || (patch.has("metadata") && !patch.path("metadata").isObject())) {
      return (ObjectNode) Json.mergePatch(before, patch);
    }
    ObjectNode ofMetadata =
        patch.path("metadata") instanceof ObjectNode metadata ? metadata : Json.object();
    ObjectNode merged = Json.mergeFields(before, patch);
    merged.set("metadata", Json.mergeFields(Meta.of(before), ofMetadata));
    return merged;
  }

  /**
   * Shares nothing, so that anything can be changed.
   *
   * @param object changed in place
   * @param before as stored
   */
  static void end(ObjectNode object, ObjectNode before) {
    each(object, before, (value, stored) -> Json.isSame(value, stored) ? value.deepCopy() : value);
  }

  /**
   * Shares all that can be shared; of a custom type nothing.
   *
   * @param type its type
   * @param object changed in place
   * @param before as stored
   */
  static void begin(ResourceType type, ObjectNode object, ObjectNode before) {
    if (!type.custom()) {
      each(object, before, (value, stored) -> value.equals(stored) ? stored : value);
    }
  }

  private static void each(ObjectNode object, JsonNode before, BinaryOperator<JsonNode> change) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode stored = before.path(field.getKey());
      if (field.getKey().equals("metadata")) {
        metadata(field.getValue(), stored, change);
      } else {
        field.setValue(change.apply(field.getValue(), stored));
      }
    }
  }

  private static void metadata(JsonNode own, JsonNode stored, BinaryOperator<JsonNode> change) {
    for (Map.Entry<String, JsonNode> field : own.properties()) {
      field.setValue(change.apply(field.getValue(), stored.path(field.getKey())));
    }
  }
}
