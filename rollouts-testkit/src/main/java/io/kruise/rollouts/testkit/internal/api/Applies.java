// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.fields.ConflictException;
import io.kruise.rollouts.testkit.internal.fields.FieldManager;
import io.kruise.rollouts.testkit.internal.fields.Manager;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;

/**
 * Server-side apply. Called under the lock. Source: apiserver, pkg/endpoints/handlers/patch.go
 * (applyPatcher).
 */
final class Applies {
  /** How a request is known. */
  static final String MEDIA_TYPE = "application/apply-patch+yaml";

  private static final String OPTIONS = "PatchOptions";

  private final ObjectService objects;
  private final SchemaRules schemas;

  Applies(ObjectService objects, SchemaRules schemas) {
    this.objects = objects;
    this.schemas = schemas;
  }

  /**
   * Applies.
   *
   * @param route the object, or its status; it need not be there
   * @param request the request
   * @return the object
   */
  Writes.Written apply(Route route, ApiRequest request) {
    ResourceType type = route.type();
    WriteOptions options = options(request);
    boolean force = QueryFlags.isSet(request.parameter("force"));
    ObjectNode config = config(route, request);
    FieldManager fields = FieldTracking.of(schemas, type, route.subresource());
    Manager manager = Manager.applier(options.manager(), route.subresource());
    String time = FieldTracking.time(objects.now());
    boolean exists =
        objects.get(ObjectService.ref(type, route.namespace(), route.name())).isPresent();
    try {
      if (exists) {
        return new Writes.Written(
            200,
            objects.update(
                type,
                route.namespace(),
                route.name(),
                route.subresource(),
                before -> fields.apply(before, config, manager, force, time),
                options));
      }
      if (!route.subresource().isEmpty()) {
        throw ApiException.notFound(type, route.name());
      }
      return new Writes.Written(
          201,
          objects.create(
              type,
              route.namespace(),
              fields.apply(Json.object(), config, manager, force, time),
              options));
    } catch (ConflictException e) {
      throw refused(e);
    }
  }

  private static WriteOptions options(ApiRequest request) {
    boolean dryRun = DryRun.asked(request.parameter("dryRun"), OPTIONS);
    String manager = request.parameter("fieldManager");
    if (manager.isEmpty()) {
      throw ApiException.invalid(
          "meta.k8s.io",
          OPTIONS,
          "",
          List.of(
              new ApiException.Cause(
                  "FieldValueRequired",
                  "Required value: is required for apply patch",
                  "fieldManager")));
    }
    return new WriteOptions(manager, dryRun, WriteOptions.Tracking.BY_APPLY);
  }

  private ObjectNode config(Route route, ApiRequest request) {
    ResourceType type = route.type();
    ObjectNode config = parsed(request);
    String version = config.path("apiVersion").asText();
    String kind = config.path("kind").asText();
    if (!version.equals(type.apiVersion()) || !kind.equals(type.kind())) {
      throw ApiException.badRequest("invalid object type: " + version + ", Kind=" + kind);
    }
    if (Meta.of(config).hasNonNull("managedFields")) {
      throw ApiException.badRequest("metadata.managedFields must be nil");
    }
    if (!Meta.name(config).equals(route.name())) {
      throw ApiException.badRequest(
          "the name of the object ("
              + Meta.name(config)
              + ") does not match the name on the URL ("
              + route.name()
              + ")");
    }
    checkFields(type, config);
    return config;
  }

  /** What the schema doesn't know can't be merged, which the server makes a fault of its own. */
  private void checkFields(ResourceType type, ObjectNode config) {
    String problem;
    try {
      List<String> unknown = schemas.shape(type, config.deepCopy());
      problem = unknown.isEmpty() ? "" : "." + unknown.get(0) + ": field not declared in schema";
    } catch (UndecodableException e) {
      problem = String.valueOf(e.getMessage());
    }
    if (!problem.isEmpty()) {
      throw new ApiException(
          500,
          "",
          "failed to create typed patch object ("
              + Meta.namespace(config)
              + "/"
              + Meta.name(config)
              + "; "
              + type.apiVersion()
              + ", Kind="
              + type.kind()
              + "): "
              + problem);
    }
  }

  private static ObjectNode parsed(ApiRequest request) {
    try {
      JsonNode tree = Bodies.yaml(request.body());
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw ApiException.badRequest(
          "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot"
              + " unmarshal into Go value of type map[string]interface {}");
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("error decoding YAML: " + e.getOriginalMessage());
    }
  }

  private static ApiException refused(ConflictException conflict) {
    ObjectNode details = Json.object();
    var causes = details.putArray("causes");
    conflict
        .conflicts()
        .forEach(
            each ->
                causes
                    .addObject()
                    .put("reason", "FieldManagerConflict")
                    .put("message", "conflict with " + each.manager())
                    .put("field", each.path()));
    return new ApiException(409, "Conflict", String.valueOf(conflict.getMessage()), details);
  }
}
