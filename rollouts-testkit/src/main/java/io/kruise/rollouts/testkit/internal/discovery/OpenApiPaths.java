// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The paths of a type in an OpenAPI document, as far as clients read them. */
final class OpenApiPaths {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String SCALE = "io.k8s.api.autoscaling.v1.Scale";
  private static final List<String> WRITE = List.of("dryRun", "fieldManager", "fieldValidation");
  private static final List<String> LIST =
      List.of(
          "allowWatchBookmarks",
          "continue",
          "fieldSelector",
          "labelSelector",
          "limit",
          "resourceVersion",
          "resourceVersionMatch",
          "sendInitialEvents",
          "timeoutSeconds",
          "watch");
  private static final List<String> DELETE =
      List.of("dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy");
  private static final Map<String, String> TYPES =
      Map.of(
          "allowWatchBookmarks", "boolean",
          "force", "boolean",
          "gracePeriodSeconds", "integer",
          "limit", "integer",
          "orphanDependents", "boolean",
          "sendInitialEvents", "boolean",
          "timeoutSeconds", "integer",
          "watch", "boolean");

  private final ResourceType type;

  private OpenApiPaths(ResourceType type) {
    this.type = type;
  }

  /**
   * The paths.
   *
   * @param type the type
   * @param object the name of its definition
   * @param list the name of its list's definition
   * @return path items by path
   */
  static Map<String, ObjectNode> of(ResourceType type, String object, String list) {
    return new OpenApiPaths(type).all(object, list);
  }

  private Map<String, ObjectNode> all(String object, String list) {
    String root = (type.group().isEmpty() ? "/api/" : "/apis/") + type.apiVersion() + "/";
    Map<String, ObjectNode> paths = new LinkedHashMap<>();
    String collection = root + type.plural();
    if (type.namespaced()) {
      ObjectNode everywhere = item(false, false);
      everywhere.set("get", operation("list", "list", LIST, list, ""));
      paths.put(collection, everywhere);
      collection = root + "namespaces/{namespace}/" + type.plural();
    }
    ObjectNode many = item(type.namespaced(), false);
    many.set("get", operation("list", "list", LIST, list, ""));
    many.set("post", operation("create", "post", WRITE, object, object));
    many.set("delete", operation("delete collection", "deletecollection", LIST, "Status", ""));
    paths.put(collection, many);
    ObjectNode one = part(object);
    one.set("delete", operation("delete", "delete", DELETE, "Status", "DeleteOptions"));
    paths.put(collection + "/{name}", one);
    if (type.statusSubresource()) {
      paths.put(collection + "/{name}/status", part(object));
    }
    if (type.scaleSubresource()) {
      paths.put(collection + "/{name}/scale", part(SCALE));
    }
    return paths;
  }

  private ObjectNode part(String object) {
    ObjectNode part = item(type.namespaced(), true);
    part.set("get", operation("read", "get", List.of(), object, ""));
    part.set("put", operation("replace", "put", WRITE, object, object));
    ObjectNode patch =
        operation(
            "partially update",
            "patch",
            List.of("dryRun", "fieldManager", "fieldValidation", "force"),
            object,
            "");
    ObjectNode body = patch.putObject("requestBody");
    ObjectNode content = body.putObject("content");
    content.set("application/apply-patch+yaml", schema(META + "Patch"));
    content.set("application/json-patch+json", schema(META + "Patch"));
    content.set("application/merge-patch+json", schema(META + "Patch"));
    if (!type.custom()) {
      content.set("application/strategic-merge-patch+json", schema(META + "Patch"));
    }
    body.put("required", true);
    part.set("patch", patch);
    return part;
  }

  private static ObjectNode item(boolean namespaced, boolean named) {
    ObjectNode item = Json.object();
    ArrayNode parameters = item.putArray("parameters");
    if (named) {
      parameters.add(parameter("name", "path"));
    }
    if (namespaced) {
      parameters.add(parameter("namespace", "path"));
    }
    parameters.add(parameter("pretty", "query"));
    return item;
  }

  private ObjectNode operation(
      String verb, String action, List<String> parameters, String answer, String body) {
    ObjectNode operation = Json.object().put("description", verb + " " + type.kind() + " objects");
    ArrayNode list = operation.putArray("parameters");
    parameters.forEach(name -> list.add(parameter(name, "query")));
    if (!body.isEmpty()) {
      operation
          .putObject("requestBody")
          .putObject("content")
          .set("application/json", schema(body.contains(".") ? body : META + body));
    }
    operation
        .putObject("responses")
        .putObject("200")
        .put("description", "OK")
        .putObject("content")
        .set("application/json", schema(answer.contains(".") ? answer : META + answer));
    operation.put("x-kubernetes-action", action);
    operation
        .putObject("x-kubernetes-group-version-kind")
        .put("group", type.group())
        .put("version", type.version())
        .put("kind", type.kind());
    return operation;
  }

  private static ObjectNode parameter(String name, String in) {
    ObjectNode parameter = Json.object().put("name", name).put("in", in);
    if (in.equals("path")) {
      parameter.put("required", true);
    }
    parameter
        .putObject("schema")
        .put("type", TYPES.getOrDefault(name, "string"))
        .put("uniqueItems", true);
    return parameter;
  }

  private static ObjectNode schema(String definition) {
    ObjectNode media = Json.object();
    media.putObject("schema").put("$ref", "#/components/schemas/" + definition);
    return media;
  }
}
