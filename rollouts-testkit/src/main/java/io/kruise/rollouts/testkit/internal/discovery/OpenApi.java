// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.Documents;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The OpenAPI v3 documents: an index, and one for each group at a version. They are made when first
 * asked for, and again when the types have changed. Called under the cluster's lock.
 */
final class OpenApi implements Documents {
  private static final String ROOT = "/openapi/v3";

  private record Document(List<ResourceType> types, String text) {}

  private final ResourceRegistry registry;
  private final Map<String, Document> documents = new HashMap<>();

  OpenApi(ResourceRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Optional<ApiAnswer> answer(ApiRequest request) {
    String path = request.path();
    if (!request.method().equals("GET") || !path.startsWith(ROOT)) {
      return Optional.empty();
    }
    ServedGroups served = ServedGroups.of(registry);
    if (path.equals(ROOT) || path.equals(ROOT + "/")) {
      return Optional.of(json(index(served).toString()));
    }
    return document(served, path.substring(ROOT.length() + 1)).map(OpenApi::json);
  }

  private ObjectNode index(ServedGroups served) {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    served
        .groups()
        .forEach(
            (group, versions) ->
                versions.forEach(
                    (version, types) -> {
                      String path = path(group, version);
                      paths
                          .putObject(path)
                          .put("serverRelativeURL", ROOT + "/" + path + "?hash=" + hash(types));
                    }));
    return index;
  }

  /** Clients keep a document as long as its hash stays. */
  private static String hash(List<ResourceType> types) {
    return String.format(Locale.ROOT, "%08X", types.hashCode());
  }

  private Optional<String> document(ServedGroups served, String path) {
    for (Map.Entry<String, Map<String, List<ResourceType>>> group : served.groups().entrySet()) {
      for (Map.Entry<String, List<ResourceType>> version : group.getValue().entrySet()) {
        if (path(group.getKey(), version.getKey()).equals(path)) {
          return Optional.of(document(path, group.getKey(), version.getValue()));
        }
      }
    }
    return Optional.empty();
  }

  private String document(String path, String group, List<ResourceType> types) {
    Document known = documents.get(path);
    if (known != null && known.types().equals(types)) {
      return known.text();
    }
    String text = OpenApiDocument.of(group, types).toString();
    documents.put(path, new Document(types, text));
    return text;
  }

  private static String path(String group, String version) {
    return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
  }

  private static ApiAnswer json(String text) {
    return new ApiAnswer(200, "application/json", text, List.of());
  }
}
