// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a schema says of absent values.
 * (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting)
 */
final class Defaulting {
  private Defaulting() {}

  /**
   * Drops the nulls of fields that may not be null and have no default.
   *
   * @param value changed in place
   * @param schema its schema; null when it is unknown
   */
  static void dropNulls(JsonNode value, @Nullable Structural schema) {
    if (schema == null) {
      return;
    }
    if (value instanceof ObjectNode object) {
      List<String> nulls = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        Structural child = schema.child(field.getKey());
        if (child != null && forbiddenNull(field.getValue(), child)) {
          if (child.defaultValue().isMissingNode()) {
            nulls.add(field.getKey());
          }
        } else {
          dropNulls(field.getValue(), child);
        }
      }
      object.remove(nulls);
    } else if (value instanceof ArrayNode array) {
      array.forEach(element -> dropNulls(element, schema.elements()));
    }
  }

  /**
   * Fills in the defaults, also into what came from a default.
   *
   * @param value changed in place
   * @param schema its schema; null when it is unknown
   */
  static void fill(JsonNode value, @Nullable Structural schema) {
    if (schema == null) {
      return;
    }
    if (value instanceof ObjectNode object) {
      for (String name : schema.defaultedNames()) {
        Structural child = schema.property(name);
        if (child != null && (!object.has(name) || forbiddenNull(object.path(name), child))) {
          object.set(name, child.defaultValue().deepCopy());
        }
      }
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        Structural child = schema.child(field.getKey());
        if (child != null
            && forbiddenNull(field.getValue(), child)
            && !child.defaultValue().isMissingNode()) {
          field.setValue(child.defaultValue().deepCopy());
        }
        fill(field.getValue(), child);
      }
    } else if (value instanceof ArrayNode array) {
      Structural elements = schema.elements();
      for (int i = 0; i < array.size(); i++) {
        if (elements != null
            && forbiddenNull(array.get(i), elements)
            && !elements.defaultValue().isMissingNode()) {
          array.set(i, elements.defaultValue().deepCopy());
        }
        fill(array.get(i), elements);
      }
    }
  }

  private static boolean forbiddenNull(JsonNode value, Structural schema) {
    return value.isNull() && !schema.nullable();
  }
}
