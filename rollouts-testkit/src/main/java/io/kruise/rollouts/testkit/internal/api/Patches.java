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
    WriteOptions options = options(request);
    Decoding.FieldValidation validation = Decoding.FieldValidation.of(request, OPTIONS);
    boolean scale = route.subresource().equals("scale");
    ObjectNode patched =
        objects.update(
            type,
            route.namespace(),
            route.name(),
            route.subresource(),
            before -> {
              if (scale) {
                return Scales.applied(type, before, applied(change, Scales.of(type, before)));
              }
              ObjectNode object = applied(change, before);
              checkIdentity(route, object);
              String refusal = decoding.shape(type, object, validation, warnings);
              if (!refusal.isEmpty()) {
                throw notDecodable(object, refusal);
              }
              Preparation.keepFinalizers(route, before, object);
              MetaRules.warnings(type, before, object).forEach(warnings);
              return object;
            },
            options);
    return new Writes.Written(200, scale ? Scales.of(type, patched) : patched);
  }

  private static WriteOptions options(ApiRequest request) {
    boolean dryRun = DryRun.asked(request.parameter("dryRun"), OPTIONS);
    if (!request.parameter("force").isEmpty()) {
      throw ApiException.invalid(
          "meta.k8s.io",
          OPTIONS,
          "",
          List.of(
              new ApiException.Cause(
                  "FieldValueForbidden",
                  "Forbidden: may not be specified for non-apply patch",
                  "force")));
    }
    return new WriteOptions(Managers.of(request), dryRun);
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

  /** Of built-in types, another layer of the server refuses what it doesn't know. */
  private static ApiException unsupported(ResourceType type) {
    return type.custom()
        ? Bodies.unsupported(
            "application/json-patch+json, application/merge-patch+json,"
                + " application/apply-patch+yaml")
        : ApiException.generic(415, "UnsupportedMediaType", "415: Unsupported Media Type");
  }

  private static ObjectNode applied(UnaryOperator<ObjectNode> change, ObjectNode before) {
    try {
      return change.apply(before);
    } catch (PatchException e) {
      throw switch (e.why()) {
        case MALFORMED -> ApiException.badRequest("error decoding patch: " + e.getMessage());
        case BAD_DIRECTIVE -> ApiException.badRequest(String.valueOf(e.getMessage()));
        case NOT_MERGEABLE -> new ApiException(500, "", String.valueOf(e.getMessage()));
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

  private static void checkIdentity(Route route, ObjectNode object) {
    ResourceType type = route.type();
    String kind = object.path("kind").asText();
    if (type.custom() && !kind.equals(type.kind())) {
      throw Bodies.mustBe(type, object);
    }
    if (type.namespaced() && !Meta.namespace(object).equals(route.namespace())) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (!Meta.name(object).equals(route.name())) {
      throw ApiException.badRequest(
          "the name of the object ("
              + Meta.name(object)
              + ") does not match the name on the URL ("
              + route.name()
              + ")");
    }
  }

  private static ApiException notDecodable(ObjectNode object, String refusal) {
    return ApiException.invalid(
        "",
        "",
        "",
        List.of(
            new ApiException.Cause(
                "FieldValueInvalid",
                "Invalid value: " + Json.tree(object.toString()) + ": " + refusal,
                "patch")));
  }
}
