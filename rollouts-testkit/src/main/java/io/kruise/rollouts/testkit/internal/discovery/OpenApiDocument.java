// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.schema.BuiltInTypes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * The OpenAPI v3 document of a group at a version. (apiserver, pkg/endpoints/installer.go and, for
 * custom types, k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder)
 */
final class OpenApiDocument {
  private static final String REFERENCE = "#/components/schemas/";
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  private final TreeMap<String, ObjectNode> schemas = new TreeMap<>();
  private final Deque<String> wanted = new ArrayDeque<>();

  private OpenApiDocument() {}

  /**
   * Makes the document.
   *
   * @param group the group
   * @param types its types, of one version
   * @return a tree of its own
   */
  static ObjectNode of(String group, List<ResourceType> types) {
    OpenApiDocument document = new OpenApiDocument();
    ObjectNode root = Json.object().put("openapi", "3.0.0");
    boolean custom = types.stream().anyMatch(ResourceType::custom);
    root.putObject("info")
        .put("title", custom ? "Kubernetes CRD Swagger" : "Kubernetes")
        .put("version", custom ? "v0.1.0" : BuiltInTypes.get().version());
    TreeMap<String, ObjectNode> paths = new TreeMap<>();
    for (ResourceType type : types) {
      String name = document.define(type);
      OpenApiPaths.of(type, name, name + "List").forEach(paths::put);
    }
    document.want(META + "DeleteOptions");
    document.want(META + "Patch");
    document.want(META + "Status");
    if (types.stream().anyMatch(ResourceType::scaleSubresource)) {
      document.want("io.k8s.api.autoscaling.v1.Scale");
    }
    document.close();
    root.putObject("paths").setAll(paths);
    root.putObject("components").putObject("schemas").setAll(document.schemas);
    return root;
  }

  private String define(ResourceType type) {
    if (!type.custom()) {
      JsonNode reference = type.schema() == null ? Json.object() : type.schema();
      String name = reference.path("$ref").asText().substring(REFERENCE.length());
      want(name);
      want(name + "List");
      return name;
    }
    String name = CustomSchemas.name(type);
    put(name, CustomSchemas.object(type));
    put(name + "List", CustomSchemas.list(type));
    return name;
  }

  private void put(String name, ObjectNode schema) {
    schemas.put(name, schema);
    references(schema);
  }

  private void references(JsonNode tree) {
    JsonNode reference = tree.path("$ref");
    if (reference.isTextual()) {
      want(reference.asText().substring(REFERENCE.length()));
    }
    tree.forEach(this::references);
  }

  private void want(String name) {
    if (!schemas.containsKey(name)) {
      wanted.add(name);
    }
  }

  /** Adds what others refer to, until nothing is left open. */
  private void close() {
    while (!wanted.isEmpty()) {
      String name = wanted.remove();
      if (!schemas.containsKey(name)) {
        put(name, BuiltInTypes.get().described(name));
      }
    }
  }
}
