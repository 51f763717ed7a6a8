// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;

/**
 * A number or a text such as "20%", as Go's intstr.IntOrString reads it
 * (k8s.io/apimachinery/pkg/util/intstr).
 *
 * @param value the field, missing or null for none
 */
record Amount(JsonNode value) {

  static Amount of(JsonNode value) {
    return new Amount(value);
  }

  boolean present() {
    return !value.isMissingNode() && !value.isNull();
  }

  boolean isText() {
    return value.isTextual();
  }

  /** GetScaledValueFromIntOrPercent of a hundred, rounded up; empty for its error. */
  OptionalInt scaledToHundred() {
    if (value.isNumber() && value.canConvertToExactIntegral()) {
      return OptionalInt.of(value.asInt());
    }
    String text = value.asText();
    if (!isText() || !text.endsWith("%")) {
      return OptionalInt.empty();
    }
    return atoi(text.substring(0, text.length() - 1));
  }

  /** The same, 0 for its error. */
  int ofHundred() {
    return scaledToHundred().orElse(0);
  }

  /** Go's strconv.Atoi, which takes a sign and leading zeros, but no blanks. */
  private static OptionalInt atoi(String digits) {
    if (!digits.matches("[+-]?\\d+")) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(digits));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
