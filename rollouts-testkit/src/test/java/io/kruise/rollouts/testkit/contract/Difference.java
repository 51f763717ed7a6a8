// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A known difference between the fake and the real API server.
 *
 * @param reason why it is there, for people
 * @param fake what the fake says
 */
record Difference(String reason, String fake) {

  /**
   * All of them.
   *
   * @return by the checks' names
   */
  static Map<String, Difference> known() {
    Map<String, Difference> known = new LinkedHashMap<>();
    Observations.differences()
        .forEach(
            (name, text) -> {
              int end = text.indexOf('\n');
              known.put(name, new Difference(text.substring(0, end), text.substring(end + 1)));
            });
    return known;
  }
}
