// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.patch.GoTypes;
import io.kruise.rollouts.testkit.internal.patch.JsonPatches;
import io.kruise.rollouts.testkit.internal.patch.PatchException;
import io.kruise.rollouts.testkit.internal.patch.StrategicMerge;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** PATCH. Called under the lock. Source: apiserver, pkg/endpoints/handlers/patch.go. */
final class Patches {
  private static final String OPTIONS = "PatchOptions";

  private final ObjectService objects;
  private final SchemaRules schemas;
  private final Decoding decoding;

  Patches(ObjectService objects, SchemaRules schemas, Decoding decoding) {
    this.objects = objects;
    this.schemas = schemas;
    this.decoding = decoding;
  }

  /**
   * PATCH.
   *
   * @param route the object, or its status
   * @param request the request
   * @param warnings takes what the client is warned of
   * @return the changed object
   */
  Writes.Written patch(Route route, ApiRequest request, Consumer<String> warnings) {
    ResourceType type = route.type();
    UnaryOperator<ObjectNode> change = change(type, request);
    boolean dryRun = DryRun.asked(request.parameter("dryRun"), OPTIONS);
    Decoding.FieldValidation validation = Decoding.FieldValidation.of(request, OPTIONS);
    ObjectNode patched =
        objects.update(
            type,
            route.namespace(),
            route.name(),
            route.subresource(),
            before -> {
              ObjectNode object = applied(change, before);
              checkIdentity(type, before, object);
              String refusal = decoding.shape(type, object, validation, warnings);
              if (!refusal.isEmpty()) {
                throw notDecodable(request, refusal);
              }
              return object;
            },
            new WriteOptions(Managers.of(request), dryRun));
    return new Writes.Written(200, patched);
  }

  private UnaryOperator<ObjectNode> change(ResourceType type, ApiRequest request) {
    return switch (Bodies.mediaType(request.contentType())) {
      case "application/json-patch+json" -> before -> JsonPatches.apply(before, parsed(request));
      case "application/merge-patch+json" ->
          before -> (ObjectNode) Json.mergePatch(before, object(request));
      case "application/strategic-merge-patch+json" -> {
        if (type.custom()) {
          throw unsupported(type);
        }
        yield before -> StrategicMerge.apply(before, object(request), schemas.patch(type));
      }
      default -> throw unsupported(type);
    };
  }

  private static ApiException unsupported(ResourceType type) {
    return Bodies.unsupported(
        "application/json-patch+json, application/merge-patch+json, "
            + (type.custom() ? "" : "application/strategic-merge-patch+json, ")
            + "application/apply-patch+yaml");
  }

  private static ObjectNode applied(UnaryOperator<ObjectNode> change, ObjectNode before) {
    try {
      return change.apply(before);
    } catch (PatchException e) {
      throw switch (e.why()) {
        case MALFORMED -> ApiException.badRequest("error decoding patch: " + e.getMessage());
        case DOES_NOT_FIT ->
            ApiException.generic(
                422, "Invalid", "the server rejected our request due to an error in our request");
      };
    }
  }

  private static ObjectNode object(ApiRequest request) {
    JsonNode patch = parsed(request);
    if (patch instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest(
        "error decoding patch: json: cannot unmarshal "
            + GoTypes.of(patch)
            + " into Go value of type map[string]interface {}");
  }

  private static JsonNode parsed(ApiRequest request) {
    try {
      JsonNode patch = Bodies.json(request.body());
      if (patch.isMissingNode()) {
        throw ApiException.badRequest("error decoding patch: unexpected end of JSON input");
      }
      return patch;
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("error decoding patch: " + e.getOriginalMessage());
    }
  }

  private static void checkIdentity(ResourceType type, ObjectNode before, ObjectNode object) {
    if (!Meta.name(object).equals(Meta.name(before))) {
      throw ApiException.badRequest(
          "the name of the object ("
              + Meta.name(object)
              + ") does not match the name on the URL ("
              + Meta.name(before)
              + ")");
    }
    if (type.namespaced() && !Meta.namespace(object).equals(Meta.namespace(before))) {
      throw ApiException.badRequest(
          "the namespace of the object ("
              + Meta.namespace(object)
              + ") does not match the namespace on the URL ("
              + Meta.namespace(before)
              + ")");
    }
  }

  private static ApiException notDecodable(ApiRequest request, String refusal) {
    return ApiException.invalid(
        "",
        "",
        "",
        List.of(
            new ApiException.Cause(
                "FieldValueInvalid",
                "Invalid value: " + Json.tree(request.body()) + ": " + refusal,
                "patch")));
  }
}
