// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A workload's selector in the words of a query. */
final class Selectors {
  private Selectors() {}

  static String text(@Nullable Object selector) {
    List<String> parts = new ArrayList<>();
    if (selector instanceof Map<?, ?> map) {
      if (map.get("matchLabels") instanceof Map<?, ?> labels) {
        labels.forEach((key, value) -> parts.add(key + "=" + value));
      }
      if (map.get("matchExpressions") instanceof List<?> expressions) {
        expressions.forEach(each -> parts.add(expression((Map<?, ?>) each)));
      }
    }
    return String.join(",", parts);
  }

  private static String expression(Map<?, ?> expression) {
    String key = String.valueOf(expression.get("key"));
    String values =
        expression.get("values") instanceof List<?> list
            ? list.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"))
            : "()";
    return switch (String.valueOf(expression.get("operator"))) {
      case "In" -> key + " in " + values;
      case "NotIn" -> key + " notin " + values;
      case "DoesNotExist" -> "!" + key;
      default -> key;
    };
  }
}
