// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The subresource /scale: one number of an object, as an object of its own. Source: Kubernetes'
 * pkg/registry/apps/deployment/storage, and apiextensions-apiserver's customresource/etcd.go.
 */
final class Scales {
  /** The type that /scale speaks. */
  static final ResourceType TYPE =
      new ResourceType(
          "autoscaling",
          "v1",
          "Scale",
          "scales",
          "scale",
          List.of(),
          List.of(),
          true,
          false,
          false,
          false,
          null,
          List.of());

  private static final List<String> SHOWN =
      List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp");

  private Scales() {}

  /**
   * An object's scale.
   *
   * @param type the object's type
   * @param object the object
   * @return a tree of its own
   */
  static ObjectNode of(ResourceType type, ObjectNode object) {
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field : SHOWN) {
      if (Meta.of(object).has(field)) {
        metadata.set(field, Meta.of(object).path(field));
      }
    }
    ObjectNode spec = scale.putObject("spec");
    int wanted = at(object, type.scale().spec()).asInt();
    if (wanted != 0) {
      spec.put("replicas", wanted);
    }
    ObjectNode status = scale.putObject("status");
    status.put("replicas", at(object, type.scale().status()).asInt());
    String selector =
        type.custom()
            ? at(object, type.scale().selector()).asText()
            : text(object.path("spec").path("selector"));
    if (!selector.isEmpty()) {
      status.put("selector", selector);
    }
    return scale;
  }

  /**
   * The object with another scale.
   *
   * @param type the object's type
   * @param object changed in place
   * @param scale what it is to be
   * @return the object
   * @throws ApiException 409, 422
   */
  static ObjectNode applied(ResourceType type, ObjectNode object, ObjectNode scale) {
    int wanted = scale.path("spec").path("replicas").asInt();
    if (wanted < 0) {
      throw ApiException.invalid(
          TYPE,
          Meta.name(object),
          List.of(
              new ApiException.Cause(
                  "FieldValueInvalid",
                  "Invalid value: " + wanted + ": must be greater than or equal to 0",
                  "spec.replicas")));
    }
    String version = Meta.of(scale).path("resourceVersion").asText();
    if (!version.isEmpty()) {
      Json.dig(object, "metadata").put("resourceVersion", version);
    }
    List<String> path = type.scale().spec();
    String[] parents = path.subList(0, path.size() - 1).toArray(String[]::new);
    Json.dig(object, parents).put(path.get(path.size() - 1), wanted);
    return object;
  }

  /**
   * Judges a custom resource's numbers (apiextensions-apiserver, customresource/validator.go,
   * ValidateScaleSpec and ValidateScaleStatus).
   *
   * @param type the type
   * @param object the object
   * @param statusAlone whether only the status is judged
   * @return what is wrong
   */
  static List<ApiException.Cause> problems(
      ResourceType type, ObjectNode object, boolean statusAlone) {
    List<ApiException.Cause> causes = new ArrayList<>();
    if (type.custom() && type.scaleSubresource()) {
      if (!statusAlone) {
        judge(type.scale().spec(), object, causes);
      }
      judge(type.scale().status(), object, causes);
    }
    return causes;
  }

  private static void judge(List<String> path, ObjectNode object, List<ApiException.Cause> causes) {
    JsonNode value = at(object, path);
    String field = "." + String.join(".", path);
    if (value.isIntegralNumber() && value.asLong() < 0) {
      causes.add(
          new ApiException.Cause(
              "FieldValueInvalid",
              "Invalid value: " + value + ": should be a non-negative integer",
              field));
    } else if (value.isTextual()) {
      causes.add(
          new ApiException.Cause(
              "FieldValueInvalid",
              "Invalid value: 0: "
                  + field
                  + " accessor error: "
                  + value.asText()
                  + " is of the type string, expected int64",
              field));
    }
  }

  private static JsonNode at(JsonNode object, List<String> path) {
    return path.isEmpty()
        ? Json.at(Json.object(), "")
        : Json.at(object, path.toArray(String[]::new));
  }

  /** Source: apimachinery, metav1.LabelSelectorAsSelector, and labels.Selector's String. */
  private static String text(JsonNode selector) {
    Map<String, String> requirements = new TreeMap<>();
    JsonNode labels = selector.has("matchLabels") ? selector.path("matchLabels") : selector;
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      if (label.getValue().isTextual()) {
        requirements.put(label.getKey(), label.getKey() + "=" + label.getValue().asText());
      }
    }
    for (JsonNode expression : Json.items(selector.path("matchExpressions"))) {
      String key = expression.path("key").asText();
      String values =
          Json.items(expression.path("values")).stream()
              .map(JsonNode::asText)
              .sorted()
              .collect(Collectors.joining(",", "(", ")"));
      requirements.put(
          key,
          switch (expression.path("operator").asText()) {
            case "In" -> key + " in " + values;
            case "NotIn" -> key + " notin " + values;
            case "DoesNotExist" -> "!" + key;
            default -> key;
          });
    }
    return String.join(",", requirements.values());
  }
}
