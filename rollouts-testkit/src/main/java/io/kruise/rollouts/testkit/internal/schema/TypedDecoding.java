// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.FieldErrors;
import io.kruise.rollouts.testkit.internal.api.UndecodableException;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Quantity;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decodes into the typed values of a built-in schema as Go does: refuses what doesn't fit, drops
 * nulls and unknown fields. (sigs.k8s.io/json, the UnmarshalJSON methods of apimachinery's types)
 */
final class TypedDecoding {
  private final Set<String> unknown = new TreeSet<>();

  private TypedDecoding() {}

  /**
   * Decodes an object.
   *
   * @param object changed in place
   * @param schema of the whole object
   * @param path where it is; "" for a whole object
   * @return the paths of unknown fields, in the order of their texts
   * @throws UndecodableException when a value doesn't fit
   */
  static Set<String> decode(ObjectNode object, Structural schema, String path) {
    TypedDecoding decoding = new TypedDecoding();
    decoding.struct(object, schema, path, path);
    return decoding.unknown;
  }

  /**
   * Decodes what is in a struct.
   *
   * @param path with indexes, for unknown fields
   * @param goPath without, for what doesn't fit
   */
  private void struct(ObjectNode object, Structural schema, String path, String goPath) {
    if (!schema.isStruct()) {
      return;
    }
    Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      String at = FieldErrors.child(path, field.getKey());
      Structural child = schema.property(field.getKey());
      if (child == null) {
        unknown.add(at);
        fields.remove();
      } else if (field.getValue().isNull()) {
        fields.remove();
      } else {
        value(
            field.getValue(),
            child,
            new Place(GoTypes.plainName(schema), at, FieldErrors.child(goPath, field.getKey())));
      }
    }
  }

  private record Place(String struct, String path, String goPath) {}

  private void value(JsonNode value, Structural schema, Place place) {
    if (schema.anything()) {
      return;
    }
    String wanted = schema.type();
    if (schema.intOrString()) {
      wanted = value.isTextual() ? "string" : "integer";
    }
    boolean fits =
        switch (wanted) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "boolean" -> value.isBoolean();
          case "integer" -> value.isIntegralNumber() && inRange(value, schema);
          case "number" -> value.isNumber();
          default -> value.isTextual() || value.isNumber();
        };
    if (!fits) {
      throw misfit(value, schema, place);
    }
    if (value instanceof ObjectNode object) {
      if (schema.isStruct()) {
        struct(object, schema, place.path(), place.goPath());
      } else {
        map(object, schema.additional(), place);
      }
    } else if (value instanceof ArrayNode array) {
      list(array, schema.elements(), place);
    } else {
      scalar(value, schema);
    }
  }

  private void map(ObjectNode map, @Nullable Structural values, Place place) {
    if (values == null) {
      return;
    }
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      if (entry.getValue().isNull()) {
        entry.setValue(zero(values));
      }
      String at = FieldErrors.child(place.path(), entry.getKey());
      value(entry.getValue(), values, new Place(place.struct(), at, place.goPath()));
    }
  }

  private void list(ArrayNode list, @Nullable Structural elements, Place place) {
    if (elements == null) {
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).isNull()) {
        list.set(i, zero(elements));
      }
      String at = place.path() + "[" + i + "]";
      value(list.get(i), elements, new Place(place.struct(), at, place.goPath()));
    }
  }

  private static JsonNode zero(Structural schema) {
    return switch (schema.type()) {
      case "object" -> Json.object();
      case "array" -> Json.tree(java.util.List.of());
      case "integer" -> Json.tree(0);
      case "boolean" -> Json.tree(false);
      default -> Json.tree("");
    };
  }

  private static boolean inRange(JsonNode value, Structural schema) {
    return schema.keyword("format").asText().equals("int64")
        ? value.canConvertToLong()
        : value.canConvertToInt();
  }

  private static void scalar(JsonNode value, Structural schema) {
    if (schema.isQuantity() && !Quantity.isValid(value.asText())) {
      throw new UndecodableException(
          "quantities must match the regular expression"
              + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }
    if (schema.keyword("format").asText().equals("date-time")) {
      try {
        OffsetDateTime.parse(value.asText());
      } catch (DateTimeParseException e) {
        throw new UndecodableException(
            "parsing time \"\\\""
                + value.asText()
                + "\\\"\" as"
                + " \"\\\"2006-01-02T15:04:05Z07:00\\\"\": cannot parse \""
                + value.asText()
                + "\\\"\" as \"2006\"");
      }
    }
  }

  private static UndecodableException misfit(JsonNode value, Structural schema, Place place) {
    String found =
        switch (value.getNodeType()) {
          case STRING -> "string";
          case BOOLEAN -> "bool";
          case ARRAY -> "array";
          case OBJECT -> "object";
          default ->
              schema.type().equals("integer") || schema.intOrString()
                  ? "number " + value.asText()
                  : "number";
        };
    return new UndecodableException(
        "json: cannot unmarshal "
            + found
            + " into Go struct field "
            + place.struct()
            + "."
            + place.goPath()
            + " of type "
            + GoTypes.of(schema));
  }
}
