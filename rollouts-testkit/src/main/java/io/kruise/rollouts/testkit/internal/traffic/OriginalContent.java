// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An object's spec, labels and annotations as one text: upstream's Data
 * (pkg/trafficrouting/network/customNetworkProvider), as Go writes it.
 */
final class OriginalContent {
  private OriginalContent() {}

  static String text(JsonNode object) {
    ObjectNode content = Json.object();
    if (object.hasNonNull("spec")) {
      content.set("spec", sorted(object.path("spec")));
    }
    for (String map : List.of("labels", "annotations")) {
      JsonNode entries = Meta.of(object).path(map);
      if (!entries.isEmpty()) {
        content.set(map, sorted(entries));
      }
    }
    return content
        .toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026");
  }

  /** What can't be read counts as nothing, as upstream drops the error. */
  static ObjectNode read(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode content
          ? content
          : Json.object();
    } catch (JsonProcessingException e) {
      return Json.object();
    }
  }

  private static JsonNode sorted(JsonNode tree) {
    if (tree.isObject()) {
      ObjectNode sorted = Json.object();
      tree.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(field -> sorted.set(field.getKey(), sorted(field.getValue())));
      return sorted;
    }
    if (tree.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      tree.forEach(item -> items.add(sorted(item)));
      return items;
    }
    return tree;
  }
}
