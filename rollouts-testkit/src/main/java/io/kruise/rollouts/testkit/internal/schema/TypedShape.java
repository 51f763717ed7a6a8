// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Quantity;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a decoded object look as if it had been through Go's structs: empty values that Go doesn't
 * write are gone, those that it always writes are there, and so are the defaults of the types.
 */
final class TypedShape {
  static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

  private final Map<String, Consumer<ObjectNode>> defaults;

  /**
   * A shaper.
   *
   * @param defaults what Kubernetes' code sets in an object of a definition, by its name
   */
  TypedShape(Map<String, Consumer<ObjectNode>> defaults) {
    this.defaults = defaults;
  }

  /**
   * Shapes an object.
   *
   * @param object changed in place
   * @param before what has been shaped before: fields that are shared with it are left alone
   * @param schema of the whole object
   */
  void shape(ObjectNode object, JsonNode before, Structural schema) {
    dropZeros(object, schema);
    defaults.getOrDefault(schema.name(), none -> {}).accept(object);
    if (schema.isStruct()) {
      for (String field : schema.defaultedNames()) {
        Structural child = schema.property(field);
        if (child != null && !object.has(field)) {
          object.set(field, child.defaultValue().deepCopy());
        }
      }
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode known = before.path(field.getKey());
      if (Json.isSame(field.getValue(), known)) {
        continue;
      }
      Structural child = schema.child(field.getKey());
      if (child != null && child.isQuantity()) {
        field.setValue(TextNode.valueOf(Quantity.canonical(field.getValue().asText())));
      }
      inner(field.getValue(), known, child);
    }
  }

  private void inner(JsonNode value, JsonNode before, @Nullable Structural schema) {
    if (schema == null || schema.anything()) {
      return;
    }
    if (value instanceof ObjectNode object) {
      shape(object, before, schema);
      if (schema.name().equals(OBJECT_META) && !object.has("creationTimestamp")) {
        object.putNull("creationTimestamp");
      }
    } else if (value instanceof ArrayNode array) {
      array.forEach(element -> inner(element, MissingNode.getInstance(), schema.elements()));
    }
  }

  private static void dropZeros(ObjectNode object, Structural schema) {
    object
        .properties()
        .removeIf(
            field -> {
              Structural child = schema.property(field.getKey());
              return child != null
                  && isZero(field.getValue(), child)
                  && !schema.requires(field.getKey())
                  && (field.getValue().isContainerNode() || schema.omitsZero(field.getKey()));
            });
  }

  private static boolean isZero(JsonNode value, Structural schema) {
    return switch (value.getNodeType()) {
      case ARRAY -> value.isEmpty();
      case OBJECT -> value.isEmpty() && schema.isMap();
      case STRING -> value.asText().isEmpty();
      case BOOLEAN -> !value.asBoolean();
      case NUMBER -> value.asDouble() == 0;
      default -> false;
    };
  }
}
