// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the validator of JSON Schema found, with the way that led there.
 *
 * @param keyword which was violated, such as "maxLength"
 * @param limit the keyword's value
 * @param value that violates it
 * @param at where the value is: names and indexes
 * @param detail for "required" the missing field, for "oneOf" how many branches were right
 * @param choices the combinators on the way, outermost first
 * @param order sorts violations as the API server reports them
 */
record Violation(
    String keyword,
    JsonNode limit,
    JsonNode value,
    List<Object> at,
    String detail,
    List<Choice> choices,
    String order) {

  /**
   * A branch of anyOf, oneOf or allOf.
   *
   * @param keyword which of them
   * @param branch the index
   * @param depth how many elements of {@link #at} lead there
   */
  record Choice(String keyword, int branch, int depth) {}

  /** In which order a value is checked. (kube-openapi validate/schema.go, NewSchemaValidator) */
  private static final List<String> CHECKS =
      List.of(
          "type",
          "anyOf",
          "oneOf",
          "allOf",
          "not",
          "maxLength",
          "minLength",
          "pattern",
          "format",
          "multipleOf",
          "minimum",
          "exclusiveMinimum",
          "maximum",
          "exclusiveMaximum",
          "items",
          "minItems",
          "maxItems",
          "uniqueItems",
          "enum",
          "minProperties",
          "maxProperties",
          "additionalProperties",
          "properties",
          "required");

  private static final Map<String, Integer> STEPS =
      Map.of("properties", 1, "additionalProperties", 1, "items", 1);

  /**
   * Reads a message of the validator.
   *
   * @param message the message
   * @param root where the value is that was validated
   * @return what it says
   */
  static Violation of(ValidationMessage message, List<Object> root) {
    JsonNodePath instance = message.getInstanceLocation();
    List<Object> at = new ArrayList<>(root);
    for (int i = 0; i < instance.getNameCount(); i++) {
      at.add(instance.getElement(i));
    }
    List<Choice> choices = new ArrayList<>();
    StringBuilder order = new StringBuilder(path(root));
    JsonNodePath way = message.getEvaluationPath();
    int depth = root.size();
    for (int i = 0; i < way.getNameCount(); i++) {
      String keyword = way.getName(i);
      order.append((char) ('A' + CHECKS.indexOf(keyword)));
      if (keyword.equals("properties")) {
        i++;
      } else if (List.of("anyOf", "oneOf", "allOf").contains(keyword)
          && i + 1 < way.getNameCount()) {
        i++;
        choices.add(new Choice(keyword, Integer.parseInt(way.getName(i)), depth));
        order.append(way.getName(i));
      }
      if (STEPS.containsKey(keyword) && depth < at.size()) {
        Object step = at.get(depth);
        order.append(step instanceof Integer index ? String.format("%09d", index) : step + " ");
        depth++;
      }
    }
    return new Violation(
        message.getType(),
        message.getSchemaNode(),
        message.getInstanceNode(),
        List.copyOf(at),
        String.valueOf(message.getArguments()[0]),
        List.copyOf(choices),
        order.toString());
  }

  /**
   * Whether the API server looks for it at all: of a null it checks type and enum only.
   * (kube-openapi validate/schema.go, SchemaValidator.Validate)
   *
   * @return whether it counts
   */
  boolean counts() {
    boolean chosen = choices.stream().anyMatch(choice -> choice.depth() == at.size());
    return !value.isNull() || (!chosen && (keyword.equals("type") || keyword.equals("enum")));
  }

  /**
   * Where a value is, as the API server writes it.
   *
   * @param at names and indexes
   * @return such as "spec.steps[0].replicas"
   */
  static String path(List<Object> at) {
    StringBuilder path = new StringBuilder();
    for (Object step : at) {
      if (step instanceof Integer) {
        path.append('[').append(step).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step);
      }
    }
    return path.toString();
  }
}
