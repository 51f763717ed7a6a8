// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.select;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * A label selector: all of its requirements hold. Source: apimachinery, pkg/labels/selector.go.
 *
 * @param requirements each on one label
 */
public record LabelSelector(List<Requirement> requirements) {

  /** How a label is compared. */
  enum Operator {
    EXISTS,
    DOES_NOT_EXIST,
    IN,
    NOT_IN,
    GREATER_THAN,
    LESS_THAN
  }

  /**
   * A requirement on one label.
   *
   * @param key the label's key
   * @param operator how it is compared
   * @param values with what
   */
  record Requirement(String key, Operator operator, Set<String> values) {

    boolean matches(JsonNode labels) {
      boolean present = labels.hasNonNull(key);
      String value = labels.path(key).asText();
      return switch (operator) {
        case EXISTS -> present;
        case DOES_NOT_EXIST -> !present;
        case IN -> present && values.contains(value);
        case NOT_IN -> !present || !values.contains(value);
        case GREATER_THAN -> present && compare(value) > 0;
        case LESS_THAN -> present && compare(value) < 0;
      };
    }

    /** Nothing that isn't a number is greater or less. */
    private int compare(String value) {
      try {
        return Long.compare(Long.parseLong(value), Long.parseLong(values.iterator().next()));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }

  /** Keeps the list from being changed. */
  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /**
   * Reads a selector.
   *
   * @param text such as "app=demo,tier in (a,b),!gone"; "" for all
   * @return the selector
   * @throws SelectorException when it is malformed
   */
  public static LabelSelector parse(String text) {
    return new LabelSelector(new LabelSelectorParser(text).parse());
  }

  /**
   * Whether an object is selected.
   *
   * @param object any object
   * @return whether all requirements hold for its labels
   */
  public boolean matches(JsonNode object) {
    JsonNode labels = object.path("metadata").path("labels");
    return requirements.stream().allMatch(each -> each.matches(labels));
  }
}
