// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What several tables show. (pkg/printers/internalversion/printers.go and its helpers) */
final class Cells {
  static final String NONE = "<none>";

  private Cells() {}

  /**
   * A value, or a word for its absence.
   *
   * @param value the value
   * @param absent what is shown when there is none
   * @return the text
   */
  static String or(JsonNode value, String absent) {
    return value.isMissingNode() || value.isNull() || value.asText().isEmpty()
        ? absent
        : value.asText();
  }

  /**
   * A field of each element.
   *
   * @param list the list
   * @param field the field
   * @return the values with commas between
   */
  static String each(JsonNode list, String field) {
    return Json.items(list).stream()
        .map(element -> element.path(field).asText())
        .collect(Collectors.joining(","));
  }

  /**
   * Texts with commas between.
   *
   * @param list of texts
   * @return the text
   */
  static String joined(JsonNode list) {
    return Json.items(list).stream().map(JsonNode::asText).collect(Collectors.joining(","));
  }

  /**
   * Labels. (k8s.io/apimachinery/pkg/labels, FormatLabels)
   *
   * @param labels a map
   * @return such as "app=demo", by key
   */
  static String labels(JsonNode labels) {
    String text = pairs(labels);
    return text.isEmpty() ? NONE : text;
  }

  /**
   * A label selector. (k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go, FormatLabelSelector)
   *
   * @param selector with matchLabels and matchExpressions
   * @return such as "app=demo,tier in (a,b)", by key
   */
  static String selector(JsonNode selector) {
    TreeMap<String, String> terms = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
      terms.put(label.getKey(), label.getKey() + "=" + label.getValue().asText());
    }
    for (JsonNode expression : Json.items(selector.path("matchExpressions"))) {
      terms.put(expression.path("key").asText(), term(expression));
    }
    return terms.isEmpty() ? NONE : String.join(",", terms.values());
  }

  private static String term(JsonNode expression) {
    String key = expression.path("key").asText();
    List<String> values = new ArrayList<>();
    Json.items(expression.path("values")).forEach(value -> values.add(value.asText()));
    String set = " (" + values.stream().sorted().collect(Collectors.joining(",")) + ")";
    return switch (expression.path("operator").asText()) {
      case "In" -> key + " in" + set;
      case "NotIn" -> key + " notin" + set;
      case "DoesNotExist" -> "!" + key;
      default -> key;
    };
  }

  private static String pairs(JsonNode labels) {
    TreeMap<String, String> sorted = new TreeMap<>();
    labels.properties().forEach(label -> sorted.put(label.getKey(), label.getValue().asText()));
    return sorted.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(","));
  }

  /**
   * The containers of a pod template.
   *
   * @param workload with spec.template
   * @return its containers
   */
  static JsonNode containers(JsonNode workload) {
    return Json.at(workload, "spec", "template", "spec", "containers");
  }
}
