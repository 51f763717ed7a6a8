// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A label selector as it stands in status.labelSelector, where the scale subresource takes it from
 * (apimachinery/pkg/labels/selector.go, String).
 */
final class SelectorText {
  private SelectorText() {}

  /** Requirements in the order of their keys, joined by commas. */
  static String of(JsonNode selector) {
    Map<String, String> requirements = new TreeMap<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(
            label ->
                requirements.put(
                    label.getKey() + " 0", label.getKey() + "=" + label.getValue().asText()));
    int order = 0;
    for (JsonNode expression : Json.items(selector.path("matchExpressions"))) {
      requirements.put(expression.path("key").asText() + " " + ++order, text(expression));
    }
    return String.join(",", requirements.values());
  }

  private static String text(JsonNode expression) {
    String key = expression.path("key").asText();
    String values =
        Json.items(expression.path("values")).stream()
            .map(JsonNode::asText)
            .sorted()
            .collect(Collectors.joining(",", " (", ")"));
    return switch (expression.path("operator").asText()) {
      case "In" -> key + " in" + values;
      case "NotIn" -> key + " notin" + values;
      case "Exists" -> key;
      case "DoesNotExist" -> "!" + key;
      default -> "";
    };
  }
}
