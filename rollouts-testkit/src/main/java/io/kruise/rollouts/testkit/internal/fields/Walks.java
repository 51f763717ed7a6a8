// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a schema says of a value on the way through it. */
final class Walks {
  private Walks() {}

  /** Whether a value is one to the eyes of server-side apply, whatever is in it. */
  static boolean leaf(JsonNode value, PatchSchema schema) {
    if (value instanceof ObjectNode) {
      return schema.atomicMap();
    }
    return !(value instanceof ArrayNode list) || atomic(list, schema);
  }

  /** A list of which an element can't be told from others is treated as one value. */
  private static boolean atomic(ArrayNode list, PatchSchema schema) {
    if (schema.listType().equals("atomic")) {
      return true;
    }
    if (schema.listType().equals("map")) {
      for (JsonNode item : list) {
        if (!item.isObject()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The elements of a list by their names; of equal ones the first. */
  static Map<String, JsonNode> items(JsonNode list, PatchSchema schema) {
    Map<String, JsonNode> items = new LinkedHashMap<>();
    for (JsonNode item : Json.items(list)) {
      items.putIfAbsent(Elements.item(item, schema), item);
    }
    return items;
  }
}
