// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What JSON values are called in the messages of Go's encoding/json. */
public final class GoTypes {
  private GoTypes() {}

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
