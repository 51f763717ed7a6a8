// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The types that Kubernetes brings along, as its API server described them: recorded, see
 * RecordBuiltInTypes among the tests. Read once, on first use.
 */
public final class BuiltInTypes implements Definitions {
  private static final class Loaded {
    private static final BuiltInTypes TYPES = new BuiltInTypes(PackedJson.read("types.json.gz"));
  }

  private static final class LoadedDescriptions {
    private static final JsonNode TEXTS = PackedJson.read("descriptions.json.gz");
  }

  private final String version;
  private final JsonNode schemas;
  private final Map<String, Set<String>> omitted = new HashMap<>();
  private final Map<String, List<JsonNode>> resources = new LinkedHashMap<>();
  private final List<ResourceType> types = new ArrayList<>();

  private BuiltInTypes(JsonNode record) {
    version = record.path("version").asText();
    schemas = record.path("schemas");
    record
        .path("omittedWhenZero")
        .properties()
        .forEach(
            definition ->
                omitted.put(definition.getKey(), Set.copyOf(texts(definition.getValue()))));
    Map<String, String> names = namesOfKinds();
    record
        .path("resources")
        .properties()
        .forEach(
            group -> {
              List<JsonNode> entries = Json.items(group.getValue());
              resources.put(group.getKey(), entries);
              entries.stream()
                  .filter(entry -> stored(entry))
                  .forEach(entry -> types.add(type(group.getKey(), entry, entries, names)));
            });
  }

  /**
   * The recorded types.
   *
   * @return always the same
   */
  public static BuiltInTypes get() {
    return Loaded.TYPES;
  }

  /**
   * The version of Kubernetes that they were recorded from.
   *
   * @return such as "v1.33.13"
   */
  public String version() {
    return version;
  }

  /**
   * The types of which objects are stored.
   *
   * @return in the order in which discovery lists them
   */
  public List<ResourceType> types() {
    return List.copyOf(types);
  }

  /**
   * What discovery says of a group at a version, subresources included.
   *
   * @param groupVersion such as "apps/v1" or "v1"
   * @return APIResource entries, not to be changed; none when there is no such group
   */
  public List<JsonNode> resources(String groupVersion) {
    return resources.getOrDefault(groupVersion, List.of());
  }

  /**
   * The groups at their versions.
   *
   * @return such as "v1", "apps/v1", in the order in which discovery lists them
   */
  public List<String> groupVersions() {
    return List.copyOf(resources.keySet());
  }

  @Override
  public JsonNode get(String name) {
    JsonNode schema = schemas.path(name);
    if (schema.isMissingNode()) {
      throw new IllegalArgumentException("no definition " + name);
    }
    return schema;
  }

  @Override
  public Set<String> omittedWhenZero(String name) {
    return omitted.getOrDefault(name, Set.of());
  }

  /**
   * A definition with its descriptions.
   *
   * @param name such as "io.k8s.api.core.v1.Container"
   * @return a tree of its own
   */
  public ObjectNode described(String name) {
    ObjectNode schema = get(name).deepCopy();
    for (Map.Entry<String, JsonNode> text : LoadedDescriptions.TEXTS.path(name).properties()) {
      JsonNode at =
          text.getKey().isEmpty() ? schema : schema.path("properties").path(text.getKey());
      ((ObjectNode) at).set("description", text.getValue());
    }
    return schema;
  }

  private Map<String, String> namesOfKinds() {
    Map<String, String> names = new HashMap<>();
    schemas
        .properties()
        .forEach(
            schema -> {
              for (JsonNode kind :
                  Json.items(schema.getValue().path("x-kubernetes-group-version-kind"))) {
                names.put(
                    kind.path("group").asText()
                        + "/"
                        + kind.path("version").asText()
                        + "/"
                        + kind.path("kind").asText(),
                    schema.getKey());
              }
            });
    return names;
  }

  private static boolean stored(JsonNode entry) {
    return !entry.path("name").asText().contains("/")
        && Json.items(entry.path("verbs")).stream().anyMatch(verb -> verb.asText().equals("watch"));
  }

  private static ResourceType type(
      String groupVersion, JsonNode entry, List<JsonNode> entries, Map<String, String> names) {
    String group = ObjectRef.groupOf(groupVersion);
    String version = groupVersion.substring(groupVersion.indexOf('/') + 1);
    String kind = entry.path("kind").asText();
    String plural = entry.path("name").asText();
    String name = names.get(group + "/" + version + "/" + kind);
    return new ResourceType(
        group,
        version,
        kind,
        plural,
        entry.path("singularName").asText(),
        texts(entry.path("shortNames")),
        texts(entry.path("categories")),
        entry.path("namespaced").asBoolean(),
        has(entries, plural + "/status"),
        has(entries, plural + "/scale"),
        false,
        Json.object().put("$ref", PREFIX + name),
        List.of());
  }

  private static boolean has(List<JsonNode> entries, String name) {
    return entries.stream().anyMatch(entry -> entry.path("name").asText().equals(name));
  }

  private static List<String> texts(JsonNode array) {
    return Json.items(array).stream().map(JsonNode::asText).toList();
  }
}
