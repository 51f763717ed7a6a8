// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How parts of an object are named in a set of fields. Source: structured-merge-diff,
 * fieldpath/serialize-pe.go and element.go.
 */
final class Elements {
  private Elements() {}

  /** A field of a map. */
  static String field(String name) {
    return "f:" + name;
  }

  /**
   * An element of a list.
   *
   * @param item the element
   * @param list the list's schema, not atomic
   * @return by its value in a "set", by its keys in a "map"
   */
  static String item(JsonNode item, PatchSchema list) {
    if (!list.listType().equals("map")) {
      return "v:" + item;
    }
    ObjectNode keys = Json.object();
    for (String key : new TreeSet<>(list.listMapKeys())) {
      JsonNode value = item.path(key);
      if (value.isMissingNode()) {
        value = list.items().field(key).defaultValue();
      }
      if (!value.isMissingNode()) {
        keys.set(key, value);
      }
    }
    return "k:" + keys;
  }

  /**
   * As a conflict's message names it.
   *
   * @param element as in fieldsV1
   * @return such as ".name" or "[name=\"x\"]"
   */
  static String path(String element) {
    String rest = element.substring(2);
    return switch (element.charAt(0)) {
      case 'f' -> "." + rest;
      case 'v' -> "[=" + rest + "]";
      case 'k' ->
          parsed(rest).properties().stream()
              .map((Map.Entry<String, JsonNode> key) -> key.getKey() + "=" + key.getValue())
              .collect(Collectors.joining(",", "[", "]"));
      default -> "[" + rest + "]";
    };
  }

  private static JsonNode parsed(String json) {
    try {
      return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no element of a set of fields: " + json, e);
    }
  }
}
