// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.FieldErrors;
import io.kruise.rollouts.testkit.internal.api.UndecodableException;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Quantity;
import io.kruise.rollouts.testkit.internal.object.Timestamp;
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
   * @param before what has been decoded before: fields that are shared with it are left alone
   * @param schema of the whole object
   * @param path where it is; "" for a whole object
   * @return the paths of unknown fields, in the order of their texts
   * @throws UndecodableException when a value doesn't fit
   */
  static Set<String> decode(ObjectNode object, ObjectNode before, Structural schema, String path) {
    TypedDecoding decoding = new TypedDecoding();
    decoding.struct(object, before, schema, new Place(null, path, path, null));
    return decoding.unknown;
  }

  private void struct(ObjectNode object, JsonNode before, Structural schema, Place place) {
    if (!schema.isStruct()) {
      return;
    }
    Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      Structural child = schema.property(field.getKey());
      if (child == null) {
        unknown.add(FieldErrors.child(place.path(), field.getKey()));
        fields.remove();
      } else if (field.getValue().isNull()) {
        fields.remove();
      } else {
        Place below = new Place(place, field.getKey(), field.getKey(), schema);
        value(field.getValue(), before.path(field.getKey()), child, below);
      }
    }
  }

  /**
   * Where a value is; put into words only when something is to be said of it.
   *
   * @param parent what it is in; null for the root
   * @param part what it adds to the path of unknown fields, which has indexes and keys
   * @param goPart what it adds to the path of what doesn't fit, which has neither; "" for nothing
   * @param schema of the struct that it is a field of; null for the root
   */
  private record Place(
      @Nullable Place parent, String part, String goPart, @Nullable Structural schema) {

    String path() {
      return parent == null
          ? part
          : part.startsWith("[") ? parent.path() + part : FieldErrors.child(parent.path(), part);
    }

    String goPath() {
      if (parent == null) {
        return goPart;
      }
      return goPart.isEmpty() ? parent.goPath() : FieldErrors.child(parent.goPath(), goPart);
    }

    String struct() {
      return schema == null ? "" : GoTypes.plainName(schema);
    }
  }

  private void value(JsonNode value, JsonNode before, Structural schema, Place place) {
    if (Json.isSame(value, before) || schema.anything()) {
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
        struct(object, before, schema, place);
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
      Place below = new Place(place, entry.getKey(), "", place.schema());
      value(entry.getValue(), MissingNode.getInstance(), values, below);
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
      Place below = new Place(place, "[" + i + "]", "", place.schema());
      value(list.get(i), MissingNode.getInstance(), elements, below);
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
    return schema.format().equals("int64") ? value.canConvertToLong() : value.canConvertToInt();
  }

  private static void scalar(JsonNode value, Structural schema) {
    if (schema.isQuantity() && !Quantity.isValid(value.asText())) {
      throw new UndecodableException(
          "quantities must match the regular expression"
              + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }
    if (schema.format().equals("date-time")) {
      try {
        Timestamp.parse(value.asText());
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
