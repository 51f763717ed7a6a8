// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** JSON values in the messages of Go's libraries. */
public final class GoTypes {
  private GoTypes() {}

  /**
   * A value, as Go prints it.
   *
   * @param value any value
   * @return such as "map[name:x]"
   */
  public static String text(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .map(field -> field.getKey() + ":" + text(field.getValue()))
          .sorted()
          .collect(Collectors.joining(" ", "map[", "]"));
    }
    if (value.isArray()) {
      return text(Json.items(value));
    }
    return value.isNull() ? "<nil>" : value.asText();
  }

  /**
   * Values, as Go prints them.
   *
   * @param values any values
   * @return such as "[a b]"
   */
  public static String text(List<JsonNode> values) {
    return values.stream().map(GoTypes::text).collect(Collectors.joining(" ", "[", "]"));
  }

  /**
   * The name of a value's type.
   *
   * @param value any value
   * @return such as "array"
   */
  public static String of(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> "bool";
      case ARRAY, OBJECT, NUMBER, STRING, NULL, MISSING, BINARY, POJO ->
          value.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }
}
