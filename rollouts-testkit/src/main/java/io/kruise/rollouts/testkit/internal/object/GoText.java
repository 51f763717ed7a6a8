// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Values as Go's package fmt prints them, for messages that people know from the real one. */
public final class GoText {
  private GoText() {}

  /**
   * A value as {@code %#v} prints what Go's JSON decoder makes of it.
   *
   * @param value any value
   * @return such as {@code map[string]interface {}{"a":1}}
   */
  public static String syntax(JsonNode value) {
    if (value.isTextual()) {
      return quote(value.asText());
    }
    if (value.isObject()) {
      TreeMap<String, JsonNode> sorted = new TreeMap<>();
      value.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
      return sorted.entrySet().stream()
          .map(field -> quote(field.getKey()) + ":" + syntax(field.getValue()))
          .collect(Collectors.joining(", ", "map[string]interface {}{", "}"));
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(GoText::syntax)
          .collect(Collectors.joining(", ", "[]interface {}{", "}"));
    }
    if (value.isNull() || value.isMissingNode()) {
      return "interface {}(nil)";
    }
    return plain(value);
  }

  /**
   * A number or truth value as {@code %v} prints it.
   *
   * @param value a scalar
   * @return such as "5", "1.5", "true"
   */
  public static String plain(JsonNode value) {
    if (value.isFloatingPointNumber()) {
      double number = value.asDouble();
      if (number == Math.rint(number) && Math.abs(number) < 1e21) {
        return value.decimalValue().toBigInteger().toString();
      }
      return Double.toString(number).toLowerCase(Locale.ROOT);
    }
    return value.asText();
  }

  /**
   * A text as {@code %q} prints it.
   *
   * @param text any text
   * @return in quotes, what can't be printed escaped
   */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(point -> append(quoted, point));
    return quoted.append('"').toString();
  }

  /**
   * Texts as {@code %q} prints each.
   *
   * @param texts the texts
   * @return such as {@code "a", "b"}
   */
  public static String quoteAll(List<String> texts) {
    return texts.stream().map(GoText::quote).collect(Collectors.joining(", "));
  }

  private static void append(StringBuilder quoted, int point) {
    switch (point) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case 0x07 -> quoted.append("\\a");
      case '\b' -> quoted.append("\\b");
      case '\f' -> quoted.append("\\f");
      case 0x0b -> quoted.append("\\v");
      default -> {
        if (point < 0x20 || point == 0x7f) {
          quoted.append(String.format(Locale.ROOT, "\\x%02x", point));
        } else {
          quoted.appendCodePoint(point);
        }
      }
    }
  }
}
