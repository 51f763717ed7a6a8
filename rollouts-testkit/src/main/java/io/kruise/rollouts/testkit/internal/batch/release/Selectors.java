// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.Map;

/** The label selectors of workloads (apimachinery, LabelSelectorAsSelector). */
public final class Selectors {
  private Selectors() {}

  /**
   * Whether a selector selects an object.
   *
   * @param selector with matchLabels and matchExpressions
   * @param object any object
   * @return false when there is no selector
   */
  public static boolean match(JsonNode selector, JsonNode object) {
    JsonNode labels = Meta.of(object).path("labels");
    if (!selector.isObject()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> wanted : selector.path("matchLabels").properties()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    return Json.items(selector.path("matchExpressions")).stream()
        .allMatch(each -> holds(each, labels.path(each.path("key").asText())));
  }

  private static boolean holds(JsonNode expression, JsonNode label) {
    boolean there = !label.isMissingNode();
    boolean listed = Json.items(expression.path("values")).contains(label);
    return switch (expression.path("operator").asText()) {
      case "In" -> there && listed;
      case "NotIn" -> !there || !listed;
      case "Exists" -> there;
      case "DoesNotExist" -> !there;
      default -> false;
    };
  }
}
