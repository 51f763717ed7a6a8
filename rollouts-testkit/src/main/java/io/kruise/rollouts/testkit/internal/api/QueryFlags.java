// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

/** Parameters that are on or off. Source: apimachinery, pkg/runtime/conversion.go. */
final class QueryFlags {
  private QueryFlags() {}

  /**
   * Whether a parameter is on.
   *
   * @param value its value, "" when it is absent
   * @return false for "", "0" and "false"; true for all else
   */
  static boolean isSet(String value) {
    return !value.isEmpty() && !value.equals("0") && !value.equalsIgnoreCase("false");
  }
}
