// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Schemas of custom types as OpenAPI documents show them.
 * (k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder/builder.go)
 */
final class CustomSchemas {
  private static final String META = "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String API_VERSION =
      "APIVersion defines the versioned schema of this representation of an object. Servers should"
          + " convert recognized schemas to the latest internal value, and may reject unrecognized"
          + " values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/"
          + "api-conventions.md#resources";
  private static final String KIND =
      "Kind is a string value representing the REST resource this object represents. Servers may"
          + " infer this from the endpoint the client submits requests to. Cannot be updated. In"
          + " CamelCase. More info: https://git.k8s.io/community/contributors/devel/"
          + "sig-architecture/api-conventions.md#types-kinds";

  private CustomSchemas() {}

  /**
   * The definition's name.
   *
   * @param type a custom type
   * @return such as "io.kruise.rollouts.v1beta1.Rollout"
   */
  static String name(ResourceType type) {
    List<String> group = new ArrayList<>(List.of(type.group().split("\\.", -1)));
    Collections.reverse(group);
    return String.join(".", group) + "." + type.version() + "." + type.kind();
  }

  /**
   * The schema of an object.
   *
   * @param type a custom type
   * @return a tree of its own
   */
  static ObjectNode object(ResourceType type) {
    JsonNode schema = type.schema();
    ObjectNode object = schema == null ? Json.object().put("type", "object") : schema.deepCopy();
    if (schema == null) {
      object.put("x-kubernetes-preserve-unknown-fields", true);
    }
    ObjectNode properties = Json.object();
    properties.set("apiVersion", text(API_VERSION));
    properties.set("kind", text(KIND));
    properties.set("metadata", reference("ObjectMeta", "Standard object's metadata."));
    for (var property : object.path("properties").properties()) {
      if (!properties.has(property.getKey())) {
        properties.set(property.getKey(), property.getValue());
      }
    }
    object.set("properties", properties);
    kind(object, type, type.kind());
    return object;
  }

  /**
   * The schema of a list.
   *
   * @param type a custom type
   * @return a tree of its own
   */
  static ObjectNode list(ResourceType type) {
    ObjectNode list =
        Json.object()
            .put("description", type.kind() + "List is a list of " + type.kind())
            .put("type", "object");
    list.putArray("required").add("items");
    ObjectNode properties = list.putObject("properties");
    properties.set("apiVersion", text(API_VERSION));
    ObjectNode items = properties.putObject("items");
    items.put("description", "List of " + type.plural()).put("type", "array");
    items.putObject("items").put("$ref", "#/components/schemas/" + name(type));
    properties.set("kind", text(KIND));
    properties.set("metadata", reference("ListMeta", "Standard list metadata."));
    kind(list, type, type.kind() + "List");
    return list;
  }

  private static ObjectNode text(String description) {
    return Json.object().put("description", description).put("type", "string");
  }

  private static ObjectNode reference(String definition, String description) {
    ObjectNode reference = Json.object().put("description", description);
    reference.putArray("allOf").addObject().put("$ref", META + definition);
    return reference;
  }

  private static void kind(ObjectNode schema, ResourceType type, String kind) {
    schema
        .putArray("x-kubernetes-group-version-kind")
        .addObject()
        .put("group", type.group())
        .put("version", type.version())
        .put("kind", kind);
  }
}
