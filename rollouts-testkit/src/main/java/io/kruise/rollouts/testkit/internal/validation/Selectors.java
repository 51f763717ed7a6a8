// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.Locale;
import java.util.Map;

/** Labels and what selects by them. (apimachinery, pkg/apis/meta/v1/validation/validation.go) */
final class Selectors {
  private static final int ANNOTATIONS_LIMIT = 256 * 1024;

  private Selectors() {}

  /** ValidateLabels. */
  static void labels(Part labels) {
    for (Map.Entry<String, JsonNode> label : labels.value().properties()) {
      Part key = labels.showing(TextNode.valueOf(label.getKey()));
      key.invalid(QualifiedNames.problems(label.getKey()));
      Part value = labels.showing(label.getValue());
      value.invalid(QualifiedNames.labelValueProblems(value.text()));
    }
  }

  /** ValidateAnnotations. */
  static void annotations(Part annotations) {
    long size = 0;
    for (Map.Entry<String, JsonNode> each : annotations.value().properties()) {
      Part key = annotations.showing(TextNode.valueOf(each.getKey()));
      key.invalid(QualifiedNames.problems(each.getKey().toLowerCase(Locale.ROOT)));
      size += each.getKey().length() + each.getValue().asText().length();
    }
    if (size > ANNOTATIONS_LIMIT) {
      annotations.tooLong(ANNOTATIONS_LIMIT);
    }
  }

  /** ValidateLabelSelector. */
  static void selector(Part selector) {
    labels(selector.at("matchLabels"));
    for (Part expression : selector.each("matchExpressions")) {
      operator(expression);
      Part key = expression.at("key");
      key.invalid(QualifiedNames.problems(key.text()));
      values(expression.at("values"));
    }
  }

  /** Whether an expression's operator has the values that it needs. */
  static void operator(Part expression) {
    Part values = expression.at("values");
    switch (expression.text("operator")) {
      case "In", "NotIn" -> {
        if (values.value().isEmpty()) {
          values.required("must be specified when `operator` is 'In' or 'NotIn'");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.value().isEmpty()) {
          values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      default -> expression.at("operator").invalid("not a valid selector operator");
    }
  }

  /** Whether labels can have an expression's values. */
  static void values(Part values) {
    for (Part value : values.each()) {
      value.invalid(QualifiedNames.labelValueProblems(value.text()));
    }
  }

  /**
   * Whether Go can make a selector of it (LabelSelectorAsSelector); none at all selects nothing.
   */
  static boolean usable(Part selector) {
    for (Part expression : selector.each("matchExpressions")) {
      boolean values = !expression.at("values").value().isEmpty();
      boolean right =
          switch (expression.text("operator")) {
            case "In", "NotIn" -> values;
            case "Exists", "DoesNotExist" -> !values;
            default -> false;
          };
      if (!right || !QualifiedNames.problems(expression.text("key")).isEmpty()) {
        return false;
      }
    }
    for (Map.Entry<String, JsonNode> label : selector.value().path("matchLabels").properties()) {
      if (!QualifiedNames.problems(label.getKey()).isEmpty()
          || !QualifiedNames.labelValueProblems(label.getValue().asText()).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Says when a template's labels aren't those that are selected. */
  static void matches(Part selector, Part labels) {
    if (!LabelSelector.matches(selector.value(), labels.value())) {
      labels.invalidGo(GoValues.map(labels.value()), "`selector` does not match template `labels`");
    }
  }

  /** A workload's selector, which selects something and is never changed. */
  static void unchanged(Part selector, JsonNode before) {
    if (!selector.value().equals(before)) {
      selector.invalidGo(GoValues.selector(selector.value()), "field is immutable");
    }
  }
}
