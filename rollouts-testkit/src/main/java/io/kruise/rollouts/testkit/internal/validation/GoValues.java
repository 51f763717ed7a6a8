// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.GoText;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values of Kubernetes' own Go types as {@code %#v} prints them, where messages show them. */
final class GoValues {
  private GoValues() {}

  /** A map of texts; nil when it is absent. */
  static String map(JsonNode map) {
    if (!map.isObject()) {
      return "map[string]string(nil)";
    }
    Map<String, String> sorted = new TreeMap<>();
    map.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue().asText()));
    return sorted.entrySet().stream()
        .map(entry -> GoText.quote(entry.getKey()) + ":" + GoText.quote(entry.getValue()))
        .collect(Collectors.joining(", ", "map[string]string{", "}"));
  }

  /** A list of texts; nil when it is absent. */
  static String list(JsonNode list) {
    List<String> texts = Json.items(list).stream().map(JsonNode::asText).toList();
    return "[]string" + (list.isArray() ? "{" + GoText.quoteAll(texts) + "}" : "(nil)");
  }

  /** A label selector; null when it is absent. */
  static String selector(JsonNode selector) {
    if (!selector.isObject()) {
      return "\"null\"";
    }
    JsonNode expressions = selector.path("matchExpressions");
    String type = "[]v1.LabelSelectorRequirement";
    return "v1.LabelSelector{MatchLabels:"
        + map(selector.path("matchLabels"))
        + ", MatchExpressions:"
        + (expressions.isArray()
            ? Json.items(expressions).stream()
                .map(GoValues::expression)
                .collect(Collectors.joining(", ", type + "{", "}"))
            : type + "(nil)")
        + "}";
  }

  private static String expression(JsonNode expression) {
    return "v1.LabelSelectorRequirement{Key:"
        + GoText.quote(expression.path("key").asText())
        + ", Operator:"
        + GoText.quote(expression.path("operator").asText())
        + ", Values:"
        + list(expression.path("values"))
        + "}";
  }

  /** A number or a percentage. */
  static String intOrString(JsonNode value) {
    return value.isTextual()
        ? "intstr.IntOrString{Type:1, IntVal:0, StrVal:" + GoText.quote(value.asText()) + "}"
        : "intstr.IntOrString{Type:0, IntVal:" + value.asLong() + ", StrVal:\"\"}";
  }
}
