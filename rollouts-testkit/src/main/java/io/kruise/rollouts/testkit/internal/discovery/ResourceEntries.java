// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.schema.BuiltInTypes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * What an APIResourceList says: an entry for each resource, and one for each subresource. Those of
 * built-in types are as the API server gave them, but for subresources that aren't served here.
 */
final class ResourceEntries {
  private static final Set<String> SUBRESOURCES = Set.of("status", "scale", "eviction");
  private static final List<String> VERBS =
      List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");
  private static final List<String> PART_VERBS = List.of("get", "patch", "update");

  /** Types of which nothing is stored: they answer a question. */
  private static final Set<String> QUESTIONS =
      Set.of(
          "selfsubjectaccessreviews",
          "selfsubjectrulesreviews",
          "subjectaccessreviews",
          "localsubjectaccessreviews",
          "selfsubjectreviews");

  private ResourceEntries() {}

  /**
   * The entries of a group at a version.
   *
   * @param group "" for core
   * @param version such as "v1"
   * @param types the types that are served there
   * @return not to be changed
   */
  static List<JsonNode> of(String group, String version, List<ResourceType> types) {
    List<JsonNode> entries = new ArrayList<>();
    for (JsonNode entry : BuiltInTypes.get().resources(ServedGroups.groupVersion(group, version))) {
      String[] names = entry.path("name").asText().split("/", 2);
      boolean served =
          QUESTIONS.contains(names[0])
              || types.stream().anyMatch(type -> type.plural().equals(names[0]));
      if (served && (names.length == 1 || SUBRESOURCES.contains(names[1]))) {
        entries.add(entry);
      }
    }
    for (ResourceType type : types) {
      if (type.custom()) {
        custom(type, entries);
      }
    }
    return entries;
  }

  private static void custom(ResourceType type, List<JsonNode> entries) {
    ObjectNode entry = entry(type, type.plural(), type.singular(), VERBS);
    if (!type.shortNames().isEmpty()) {
      entry.set("shortNames", Json.tree(type.shortNames()));
    }
    if (!type.categories().isEmpty()) {
      entry.set("categories", Json.tree(type.categories()));
    }
    entry.put("storageVersionHash", hash(type));
    entries.add(entry);
    if (type.statusSubresource()) {
      entries.add(entry(type, type.plural() + "/status", "", PART_VERBS));
    }
    if (type.scaleSubresource()) {
      ObjectNode scale = Json.object().put("name", type.plural() + "/scale");
      scale
          .put("singularName", "")
          .put("namespaced", type.namespaced())
          .put("group", "autoscaling")
          .put("version", "v1")
          .put("kind", "Scale")
          .set("verbs", Json.tree(PART_VERBS));
      entries.add(scale);
    }
  }

  private static ObjectNode entry(
      ResourceType type, String name, String singular, List<String> verbs) {
    ObjectNode entry =
        Json.object()
            .put("name", name)
            .put("singularName", singular)
            .put("namespaced", type.namespaced())
            .put("kind", type.kind());
    entry.set("verbs", Json.tree(verbs));
    return entry;
  }

  /** (apiserver, pkg/endpoints/discovery/storageversionhash.go) */
  private static String hash(ResourceType type) {
    String text = type.group() + "/" + type.version() + "/" + type.kind();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
