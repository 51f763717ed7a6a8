// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.Documents;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says which groups, versions and resources there are: /api, /apis and what is below. */
public final class Discovery implements Documents {
  private static final String JSON = "application/json";

  private final ResourceRegistry registry;

  /**
   * Discovery of a registry's types.
   *
   * @param registry the types that are served
   */
  public Discovery(ResourceRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Optional<ApiAnswer> answer(ApiRequest request) {
    if (!request.method().equals("GET")) {
      return Optional.empty();
    }
    List<String> path = List.of(request.path().replaceAll("^/|/$", "").split("/", -1));
    boolean core = path.get(0).equals("api");
    if ((!core && !path.get(0).equals("apis")) || path.size() > (core ? 2 : 3)) {
      return Optional.empty();
    }
    ServedGroups served = ServedGroups.of(registry);
    if (path.size() == 1 && AggregatedDiscovery.accepted(request.accept())) {
      return Optional.of(
          answer(AggregatedDiscovery.list(served, core), AggregatedDiscovery.MEDIA_TYPE));
    }
    return document(served, path, core).map(document -> answer(document, JSON));
  }

  private static Optional<ObjectNode> document(
      ServedGroups served, List<String> path, boolean core) {
    if (path.size() == 1) {
      return Optional.of(core ? coreVersions() : groups(served));
    }
    String group = core ? "" : path.get(1);
    Map<String, List<ResourceType>> versions = served.groups().getOrDefault(group, Map.of());
    if (!core && path.size() == 2) {
      return versions.isEmpty()
          ? Optional.empty()
          : Optional.of(group(kind("APIGroup"), group, versions));
    }
    String version = path.get(path.size() - 1);
    return versions.containsKey(version)
        ? Optional.of(resources(group, version, served.types(group, version)))
        : Optional.empty();
  }

  private static ObjectNode coreVersions() {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", "127.0.0.1");
    return versions;
  }

  private static ObjectNode groups(ServedGroups served) {
    ObjectNode list = kind("APIGroupList");
    ArrayNode groups = list.putArray("groups");
    served
        .groups()
        .forEach(
            (group, versions) -> {
              if (!group.isEmpty()) {
                group(groups.addObject(), group, versions);
              }
            });
    return list;
  }

  private static ObjectNode group(
      ObjectNode target, String group, Map<String, List<ResourceType>> versions) {
    target.put("name", group);
    ArrayNode list = target.putArray("versions");
    versions.keySet().forEach(version -> list.add(version(group, version)));
    target.set("preferredVersion", list.get(0));
    return target;
  }

  private static ObjectNode version(String group, String version) {
    return Json.object()
        .put("groupVersion", ServedGroups.groupVersion(group, version))
        .put("version", version);
  }

  private static ObjectNode resources(String group, String version, List<ResourceType> types) {
    ObjectNode list =
        kind("APIResourceList").put("groupVersion", ServedGroups.groupVersion(group, version));
    list.putArray("resources").addAll(ResourceEntries.of(group, version, types));
    return list;
  }

  private static ObjectNode kind(String kind) {
    return Json.object().put("kind", kind).put("apiVersion", "v1");
  }

  private static ApiAnswer answer(ObjectNode document, String mediaType) {
    return new ApiAnswer(200, mediaType, document.toString(), List.of());
  }
}
