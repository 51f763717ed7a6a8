// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.proto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Messages that hold one of several things, of which JSON shows only the thing. */
final class Unions {
  private Unions() {}

  /**
   * What JSON shows.
   *
   * @param type the message's full name
   * @param object its fields
   * @return the one that is there, or the object when it is no union
   */
  static JsonNode plain(String type, ObjectNode object) {
    return switch (type.substring(type.lastIndexOf('.') + 1)) {
      case "ExtraValue", "Verbs" -> object.withArrayProperty("items");
      case "JSONSchemaPropsOrBool" ->
          object.has("schema")
              ? object.path("schema")
              : BooleanNode.valueOf(object.path("allows").asBoolean());
      case "JSONSchemaPropsOrArray" ->
          object.has("schema") ? object.path("schema") : object.path("jSONSchemas");
      case "JSONSchemaPropsOrStringArray" ->
          object.has("schema") ? object.path("schema") : object.path("property");
      default -> object;
    };
  }
}
