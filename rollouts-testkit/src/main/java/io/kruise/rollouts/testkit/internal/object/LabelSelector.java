// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Label selectors as objects hold them, with matchLabels and matchExpressions
 * (apimachinery/pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector).
 */
public final class LabelSelector {
  private LabelSelector() {}

  /**
   * Whether a selector selects anything at all by its labels.
   *
   * @param selector a LabelSelector
   * @return false when it is absent or {}
   */
  public static boolean isEmpty(JsonNode selector) {
    return selector.path("matchLabels").isEmpty() && selector.path("matchExpressions").isEmpty();
  }

  /**
   * Whether labels are selected. An absent selector selects nothing, an empty one everything.
   *
   * @param selector a LabelSelector
   * @param labels a map of labels; may be missing
   * @return whether each of its requirements holds
   */
  public static boolean matches(JsonNode selector, JsonNode labels) {
    if (!selector.isObject()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> wanted : selector.path("matchLabels").properties()) {
      if (!labels.has(wanted.getKey())
          || !labels.path(wanted.getKey()).asText().equals(wanted.getValue().asText())) {
        return false;
      }
    }
    return Json.items(selector.path("matchExpressions")).stream()
        .allMatch(expression -> holds(expression, labels));
  }

  /**
   * Whether one requirement holds.
   *
   * @param expression with key, operator and values
   * @param labels a map of labels; may be missing
   * @return whether it holds; an unknown operator never does
   */
  public static boolean holds(JsonNode expression, JsonNode labels) {
    String key = expression.path("key").asText();
    boolean has = labels.has(key);
    boolean among =
        has
            && Json.items(expression.path("values")).stream()
                .anyMatch(value -> value.asText().equals(labels.path(key).asText()));
    return switch (expression.path("operator").asText()) {
      case "In" -> among;
      case "NotIn" -> !among;
      case "Exists" -> has;
      case "DoesNotExist" -> !has;
      default -> false;
    };
  }
}
