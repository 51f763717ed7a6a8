// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** Numbers such as 3 or "25%" (apimachinery/pkg/util/intstr/intstr.go). */
public final class IntOrPercent {
  private static final Pattern PERCENT = Pattern.compile("[+-]?\\d{1,9}%");

  private IntOrPercent() {}

  /**
   * The number meant (GetScaledValueFromIntOrPercent).
   *
   * @param value an integer, or a text with a percent sign
   * @param total what the percentage is of
   * @param roundUp whether fractions are rounded up
   * @return the number; 0 when the value is absent or makes no sense
   */
  public static int scaled(JsonNode value, int total, boolean roundUp) {
    if (value.isNumber()) {
      return value.asInt();
    }
    String text = value.asText();
    if (!PERCENT.matcher(text).matches()) {
      return 0;
    }
    double share = Integer.parseInt(text.substring(0, text.length() - 1)) * (double) total / 100;
    return (int) (roundUp ? Math.ceil(share) : Math.floor(share));
  }
}
