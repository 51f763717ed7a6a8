// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.ScalePaths;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.Locale;

/** The types that CustomResourceDefinitions describe. */
public final class CustomTypes {
  private CustomTypes() {}

  /**
   * The types of a definition.
   *
   * @param definition a CustomResourceDefinition of apiextensions.k8s.io/v1
   * @return one for each version that is served; the stored one last
   */
  public static List<ResourceType> of(JsonNode definition) {
    JsonNode spec = definition.path("spec");
    return Json.items(spec.path("versions")).stream()
        .filter(version -> version.path("served").asBoolean())
        .sorted((left, right) -> Boolean.compare(stored(left), stored(right)))
        .map(version -> type(spec, version))
        .toList();
  }

  private static boolean stored(JsonNode version) {
    return version.path("storage").asBoolean();
  }

  private static ResourceType type(JsonNode spec, JsonNode version) {
    JsonNode names = spec.path("names");
    JsonNode subresources = version.path("subresources");
    String kind = names.path("kind").asText();
    JsonNode schema = version.path("schema").path("openAPIV3Schema");
    return new ResourceType(
        spec.path("group").asText(),
        version.path("name").asText(),
        kind,
        names.path("plural").asText(),
        names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
        texts(names.path("shortNames")),
        texts(names.path("categories")),
        spec.path("scope").asText().equals("Namespaced"),
        subresources.has("status"),
        subresources.has("scale"),
        true,
        schema.isObject() ? schema : null,
        Json.items(version.path("additionalPrinterColumns")),
        ScalePaths.of(subresources.path("scale")));
  }

  private static List<String> texts(JsonNode array) {
    return Json.items(array).stream().map(JsonNode::asText).toList();
  }
}
