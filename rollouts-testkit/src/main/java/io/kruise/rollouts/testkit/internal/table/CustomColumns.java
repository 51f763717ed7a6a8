// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.object.GoText;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of custom types: the additionalPrinterColumns of their definition, else the age.
 * (k8s.io/apiextensions-apiserver/pkg/registry/customresource/tableconvertor)
 */
final class CustomColumns {
  private CustomColumns() {}

  /**
   * The columns.
   *
   * @param type a custom type
   * @return the name first
   */
  static List<Column> of(ResourceType type) {
    List<Column> columns = new ArrayList<>(List.of(Column.NAME));
    for (JsonNode column : type.columns()) {
      columns.add(column(column));
    }
    if (type.columns().isEmpty()) {
      JsonNode age =
          Json.object()
              .put("name", "Age")
              .put("type", "date")
              .put("description", Column.AGE.description())
              .put("jsonPath", ".metadata.creationTimestamp");
      columns.add(column(age));
    }
    return columns;
  }

  private static Column column(JsonNode column) {
    String text = column.path("jsonPath").asText();
    String type = column.path("type").asText();
    JsonPath path = JsonPath.parse(text);
    String description = column.path("description").asText();
    return new Column(
        column.path("name").asText(),
        type,
        column.path("format").asText(),
        description.isEmpty()
            ? "Custom resource definition column (in JSONPath format): " + text
            : description,
        column.path("priority").asInt(),
        (object, now) -> cell(type, path.first(object), now));
  }

  private static JsonNode cell(String type, JsonNode value, Instant now) {
    if (value.isMissingNode() || value.isNull()) {
      return NullNode.getInstance();
    }
    return switch (type) {
      case "string" -> Json.tree(text(value));
      case "integer" -> value.isNumber() ? Json.tree(value.asLong()) : NullNode.getInstance();
      case "number" -> value.isNumber() ? value : NullNode.getInstance();
      case "boolean" -> value.isBoolean() ? value : NullNode.getInstance();
      case "date" ->
          value.isTextual() ? Json.tree(Ages.since(value.asText(), now)) : NullNode.getInstance();
      default -> NullNode.getInstance();
    };
  }

  private static String text(JsonNode value) {
    if (value.isTextual()) {
      return value.asText();
    }
    return value.isContainerNode() ? value.toString() : GoText.plain(value);
  }
}
