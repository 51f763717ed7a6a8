// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.patch.GoTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Reads request bodies. Source: apiserver, pkg/endpoints/handlers (create.go, update.go). */
final class Bodies {
  private static final YAMLMapper YAML = new YAMLMapper();

  private Bodies() {}

  /**
   * The media type of a Content-Type header.
   *
   * @param contentType the header
   * @return in lower case, without parameters; that of JSON when there is none
   */
  static String mediaType(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip();
    return type.isEmpty() ? "application/json" : type.toLowerCase(Locale.ROOT);
  }

  /**
   * Reads an object.
   *
   * @param request the request
   * @param type the type that it should be of
   * @return the object, of that type
   * @throws ApiException 400, 415, 422
   */
  static ObjectNode object(ApiRequest request, ResourceType type) {
    String must = "the object provided is unrecognized (must be of type " + type.kind() + "): ";
    JsonNode tree = tree(request, must);
    if (!(tree instanceof ObjectNode object)) {
      throw ApiException.badRequest(
          must
              + "couldn't get version/kind; json parse error: json: cannot unmarshal "
              + GoTypes.of(tree)
              + " into Go value of type struct { APIVersion string"
              + " \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
              + " \"json:\\\"kind,omitempty\\\"\" }");
    }
    checkKind(object, type, must, request.body());
    return object;
  }

  private static void checkKind(ObjectNode object, ResourceType type, String must, String text) {
    String kind = object.path("kind").asText();
    String apiVersion = object.path("apiVersion").asText();
    if (!type.custom()) {
      if ((!kind.isEmpty() && !kind.equals(type.kind()))
          || (!apiVersion.isEmpty() && !apiVersion.equals(type.apiVersion()))) {
        throw ApiException.badRequest(
            (kind.isEmpty() ? type.kind() : kind)
                + " in version \""
                + (apiVersion.isEmpty() ? type.version() : versionOf(apiVersion))
                + "\" cannot be handled as a "
                + type.kind()
                + ": converting ("
                + (apiVersion.isEmpty() ? type.version() : versionOf(apiVersion))
                + "."
                + (kind.isEmpty() ? type.kind() : kind)
                + ") to ("
                + internal(type.group())
                + "."
                + type.kind()
                + "): unknown conversion");
      }
      return;
    }
    if (kind.isEmpty()) {
      throw ApiException.badRequest(
          must + "Object 'Kind' is missing in '" + text + "' (" + text + ")");
    }
    if (!apiVersion.equals(type.apiVersion())) {
      throw ApiException.badRequest(
          "the API version in the data ("
              + apiVersion
              + ") does not match the expected API version ("
              + type.apiVersion()
              + ")");
    }
    if (!kind.equals(type.kind())) {
      throw mustBe(type, object);
    }
  }

  /**
   * A custom resource is of another kind.
   *
   * @param type the type that it should be of
   * @param object the object
   * @return 422
   */
  static ApiException mustBe(ResourceType type, ObjectNode object) {
    String kind = object.path("kind").asText();
    return ApiException.invalid(
        type.group(),
        kind,
        object.path("metadata").path("name").asText(),
        List.of(
            new ApiException.Cause(
                "FieldValueInvalid",
                "Invalid value: \"" + kind + "\": must be " + type.kind(),
                "kind")));
  }

  /** The Go package of a group's internal types. */
  private static String internal(String group) {
    int dot = group.indexOf('.');
    return group.isEmpty() ? "core" : dot < 0 ? group : group.substring(0, dot);
  }

  private static String versionOf(String apiVersion) {
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }

  private static JsonNode tree(ApiRequest request, String must) {
    boolean yaml =
        switch (mediaType(request.contentType())) {
          case "application/json" -> false;
          case "application/yaml" -> true;
          case "application/vnd.kubernetes.protobuf" ->
              // what is an object was made JSON on its way in
              throw ApiException.badRequest(
                  must
                      + "provided data does not appear to be a protobuf message, expected prefix"
                      + " [107 56 115 0]");
          default ->
              throw unsupported(
                  "application/json, application/yaml, application/vnd.kubernetes.protobuf");
        };
    try {
      JsonNode tree = yaml ? yaml(request.body()) : json(request.body());
      if (tree.isMissingNode()) {
        throw ApiException.badRequest(
            must
                + "couldn't get version/kind; json parse error: unexpected end of JSON input"
                + " (<empty>)");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest(
          must
              + "couldn't get version/kind; json parse error: "
              + e.getOriginalMessage()
              + " ("
              + request.body()
              + ")");
    }
  }

  /**
   * Reads YAML, of which JSON is a part.
   *
   * @param text the text
   * @return the tree, missing for no text
   * @throws JsonProcessingException when it is no YAML
   */
  static JsonNode yaml(String text) throws JsonProcessingException {
    return YAML.readTree(text);
  }

  /**
   * Reads JSON.
   *
   * @param text the text
   * @return the tree, missing for no text
   * @throws JsonProcessingException when it is no JSON
   */
  static JsonNode json(String text) throws JsonProcessingException {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The body is of no known form.
   *
   * @param accepted the media types that are
   * @return 415
   */
  static ApiException unsupported(String accepted) {
    return new ApiException(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted);
  }
}
