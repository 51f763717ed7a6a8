// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.Map;
import java.util.Set;

/**
 * Schemas of CustomResourceDefinitions, put into the terms of JSON Schema draft 7.
 * (k8s.io/apiextensions-apiserver/pkg/apiserver/validation/validation.go, ConvertJSONSchemaProps)
 */
final class SchemaDialect {
  private static final Set<String> SAME =
      Set.of(
          "type",
          "required",
          "enum",
          "pattern",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "multipleOf",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties");
  private static final Set<String> LISTS = Set.of("anyOf", "oneOf", "allOf");
  private static final Set<String> NESTED = Set.of("not", "items", "additionalProperties");

  private static final class Factory {
    private static final JsonMetaSchema DIALECT =
        JsonMetaSchema.builder(JsonMetaSchema.getV7())
            .formats(Formats.names().stream().map(Formats::named).toList())
            .build();
    private static final JsonSchemaFactory FACTORY =
        JsonSchemaFactory.builder()
            .defaultMetaSchemaIri(DIALECT.getIri())
            .metaSchema(DIALECT)
            .enableSchemaCache(false)
            .build();
  }

  private SchemaDialect() {}

  /**
   * A schema, ready to judge.
   *
   * @param schema a CRD's openAPIV3Schema
   * @return it; thread-safe
   */
  static JsonSchema compile(JsonNode schema) {
    JsonSchema compiled =
        Factory.FACTORY.getSchema(
            translate(schema),
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    compiled.initializeValidators();
    return compiled;
  }

  private static JsonNode translate(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode translated = Json.object();
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      String name = keyword.getKey();
      JsonNode value = keyword.getValue();
      if (SAME.contains(name)) {
        translated.set(name, value);
      } else if (NESTED.contains(name)) {
        translated.set(name, translate(value));
      } else if (LISTS.contains(name)) {
        ArrayNode list = translated.putArray(name);
        value.forEach(each -> list.add(translate(each)));
      } else if (name.equals("properties")) {
        ObjectNode properties = translated.putObject(name);
        value
            .properties()
            .forEach(each -> properties.set(each.getKey(), translate(each.getValue())));
      } else if (name.equals("format")) {
        if (Formats.known(value.asText())) {
          translated.set(name, value);
        }
      }
    }
    exclusive(schema, translated, "exclusiveMinimum", "minimum");
    exclusive(schema, translated, "exclusiveMaximum", "maximum");
    types(schema, translated);
    return translated;
  }

  /** In OpenAPI v3.0 it is a flag beside the bound; in JSON Schema it is a bound of its own. */
  private static void exclusive(JsonNode schema, ObjectNode translated, String flag, String bound) {
    if (schema.path(flag).asBoolean() && translated.has(bound)) {
      translated.set(flag, translated.remove(bound));
    }
  }

  private static void types(JsonNode schema, ObjectNode translated) {
    boolean either = schema.path("x-kubernetes-int-or-string").asBoolean();
    boolean nullable = schema.path("nullable").asBoolean();
    if (!either && (!nullable || !schema.has("type"))) {
      return;
    }
    ArrayNode types = translated.putArray("type");
    if (either) {
      types.add("integer").add("string");
    } else {
      types.add(schema.path("type").asText());
    }
    if (nullable) {
      types.add("null");
    }
  }
}
