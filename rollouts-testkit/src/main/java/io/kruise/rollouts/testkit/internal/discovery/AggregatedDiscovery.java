// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All of discovery in one answer: APIGroupDiscoveryList of apidiscovery.k8s.io/v2. */
final class AggregatedDiscovery {
  /** What a client's Accept header asks for it with. */
  static final String MEDIA_TYPE =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private AggregatedDiscovery() {}

  /**
   * Whether a client understands it.
   *
   * @param accept the header
   * @return whether it asks for it
   */
  static boolean accepted(String accept) {
    return accept.replace(" ", "").contains(MEDIA_TYPE);
  }

  /**
   * The list.
   *
   * @param served what is served
   * @param core whether for /api, else for /apis
   * @return an APIGroupDiscoveryList
   */
  static ObjectNode list(ServedGroups served, boolean core) {
    ObjectNode list =
        Json.object()
            .put("kind", "APIGroupDiscoveryList")
            .put("apiVersion", "apidiscovery.k8s.io/v2");
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    served
        .groups()
        .forEach(
            (group, versions) -> {
              if (group.isEmpty() == core) {
                group(items.addObject(), group, versions);
              }
            });
    return list;
  }

  private static void group(
      ObjectNode item, String group, Map<String, List<ResourceType>> versions) {
    ObjectNode metadata = item.putObject("metadata");
    if (!group.isEmpty()) {
      metadata.put("name", group);
    }
    metadata.putNull("creationTimestamp");
    ArrayNode list = item.putArray("versions");
    versions.forEach(
        (version, types) -> {
          ObjectNode entry = list.addObject().put("version", version);
          Map<String, ObjectNode> resources = new LinkedHashMap<>();
          for (JsonNode resource : ResourceEntries.of(group, version, types)) {
            add(resources, resource, group, version);
          }
          entry.putArray("resources").addAll(resources.values());
          entry.put("freshness", "Current");
        });
  }

  private static void add(
      Map<String, ObjectNode> resources, JsonNode entry, String group, String version) {
    String[] names = entry.path("name").asText().split("/", 2);
    ObjectNode kind =
        Json.object()
            .put("group", entry.path("group").asText(group))
            .put("version", entry.path("version").asText(version))
            .put("kind", entry.path("kind").asText());
    if (names.length == 2) {
      ObjectNode parent = resources.get(names[0]);
      if (parent != null) {
        ObjectNode part = parent.withArray("/subresources").addObject();
        part.put("subresource", names[1]).set("responseKind", kind);
        part.set("verbs", entry.path("verbs"));
      }
      return;
    }
    ObjectNode resource = Json.object().put("resource", names[0]);
    resource.set("responseKind", kind);
    resource
        .put("scope", entry.path("namespaced").asBoolean() ? "Namespaced" : "Cluster")
        .put("singularResource", entry.path("singularName").asText());
    for (String field : List.of("verbs", "shortNames", "categories")) {
      if (entry.has(field)) {
        resource.set(field, entry.path(field));
      }
    }
    resources.put(names[0], resource);
  }
}
