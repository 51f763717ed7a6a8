// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The simple JSON paths that a definition's columns use: fields, indexes, [*], and filters by
 * equality. (k8s.io/client-go/util/jsonpath)
 */
final class JsonPath {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.?\\[\\?\\(@\\.([^=!\\s]+)\\s*==\\s*['\"]?(.*?)['\"]?\\)]"
              + "|\\.?\\[['\"](.+?)['\"]]"
              + "|\\.?\\[(-?\\d+|\\*)]"
              + "|\\.((?:[^.\\[\\\\]|\\\\.)+)");

  /** From one value to any number of others. */
  private interface Step {
    List<JsonNode> from(JsonNode value);
  }

  private final List<Step> steps;

  private JsonPath(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * Reads a path.
   *
   * @param text such as {@code .status.conditions[?(@.type=="Ready")].status}
   * @return the path
   */
  static JsonPath parse(String text) {
    List<Step> steps = new ArrayList<>();
    Matcher step = STEP.matcher(text);
    while (step.find()) {
      steps.add(step(step));
    }
    return new JsonPath(steps);
  }

  private static Step step(Matcher step) {
    if (step.group(1) != null) {
      JsonPath field = parse("." + step.group(1));
      String wanted = step.group(2);
      return value ->
          Json.items(value).stream()
              .filter(each -> field.first(each).asText().equals(wanted))
              .toList();
    }
    if (step.group(3) != null) {
      return field(step.group(3));
    }
    if (step.group(4) != null) {
      return index(step.group(4));
    }
    return field(step.group(5).replaceAll("\\\\(.)", "$1"));
  }

  private static Step field(String name) {
    return value -> value.has(name) ? List.of(value.path(name)) : List.of();
  }

  private static Step index(String text) {
    if (text.equals("*")) {
      return Json::items;
    }
    int index = Integer.parseInt(text);
    return value -> {
      int at = index < 0 ? value.size() + index : index;
      return value.has(at) ? List.of(value.path(at)) : List.of();
    };
  }

  /**
   * What the path leads to.
   *
   * @param object where it begins
   * @return the first value; a missing node when there is none
   */
  JsonNode first(JsonNode object) {
    List<JsonNode> values = List.of(object);
    for (Step step : steps) {
      values = values.stream().flatMap(value -> step.from(value).stream()).toList();
    }
    return values.isEmpty() ? MissingNode.getInstance() : values.get(0);
  }
}
