// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Numbers as a parser of JSON makes them, so that equal values are equal trees, whoever made them.
 */
public final class Numbers {
  private Numbers() {}

  /**
   * Makes each integer the smallest kind of node that holds it.
   *
   * @param tree changed in place
   */
  public static void normalize(JsonNode tree) {
    normalize(tree, MissingNode.getInstance());
  }

  /**
   * Makes each integer the smallest kind of node that holds it.
   *
   * @param tree changed in place
   * @param known another tree; what is shared with it is left as it is
   */
  public static void normalize(JsonNode tree, JsonNode known) {
    if (Json.isSame(tree, known)) {
      return;
    }
    if (tree instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        JsonNode value = field.getValue();
        if (misfit(value)) {
          field.setValue(fit(value));
        } else {
          normalize(value, known.path(field.getKey()));
        }
      }
    } else if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode value = array.get(i);
        if (misfit(value)) {
          array.set(i, fit(value));
        } else {
          normalize(value);
        }
      }
    }
  }

  private static boolean misfit(JsonNode value) {
    return value.isIntegralNumber()
        && !(value instanceof IntNode)
        && (value.canConvertToInt() || (value.canConvertToLong() && !(value instanceof LongNode)));
  }

  private static JsonNode fit(JsonNode value) {
    return value.canConvertToInt()
        ? IntNode.valueOf(value.intValue())
        : LongNode.valueOf(value.longValue());
  }
}
