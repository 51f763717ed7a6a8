// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Writes down anew which built-in types Kubernetes has. Not part of a build, but run by name
 * against a real API server, as $KUBECONFIG says: {@code mvn test -pl rollouts-testkit -am
 * -Dtest=RecordBuiltInTypes -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class RecordBuiltInTypes {
  private static final Path FOLDER =
      Path.of("src/main/resources/io/kruise/rollouts/testkit/internal/schema");
  private static final String REFERENCE = "#/components/schemas/";

  /** What a platform's release automation touches; in the order in which discovery lists them. */
  private static final List<String> GROUP_VERSIONS =
      List.of(
          "v1",
          "apps/v1",
          "events.k8s.io/v1",
          "authentication.k8s.io/v1",
          "authorization.k8s.io/v1",
          "autoscaling/v2",
          "batch/v1",
          "networking.k8s.io/v1",
          "policy/v1",
          "rbac.authorization.k8s.io/v1",
          "storage.k8s.io/v1",
          "apiextensions.k8s.io/v1",
          "scheduling.k8s.io/v1",
          "coordination.k8s.io/v1",
          "discovery.k8s.io/v1");

  private final Map<String, JsonNode> schemas = new TreeMap<>();
  private final ObjectNode descriptions = Json.object();

  @Test
  @DisplayName("the built-in types are written down as the API server describes them")
  void record() throws IOException, InterruptedException {
    ObjectNode types = Json.object();
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      types.put("version", client.getKubernetesVersion().getGitVersion());
      ObjectNode resources = types.putObject("resources");
      for (String groupVersion : GROUP_VERSIONS) {
        String path = groupVersion.contains("/") ? "apis/" + groupVersion : "api/" + groupVersion;
        resources.set(groupVersion, get(client, "/" + path).path("resources"));
        get(client, "/openapi/v3/" + path)
            .path("components")
            .path("schemas")
            .properties()
            .forEach(schema -> schemas.put(schema.getKey(), schema.getValue()));
      }
    }
    ObjectNode shapes = types.putObject("schemas");
    schemas.forEach((name, schema) -> shapes.set(name, withoutDescriptions(name, schema)));
    types.set("omittedWhenZero", GoSources.omittedWhenZero(types));
    write("types.json.gz", types);
    write("descriptions.json.gz", descriptions);
    assertThat(new TreeSet<>(schemas.keySet())).contains("io.k8s.api.apps.v1.Deployment");
  }

  private JsonNode withoutDescriptions(String name, JsonNode schema) {
    ObjectNode shape = schema.deepCopy();
    ObjectNode texts = descriptions.putObject(name);
    take(shape, "", texts);
    shape
        .path("properties")
        .properties()
        .forEach(property -> take((ObjectNode) property.getValue(), property.getKey(), texts));
    return shape;
  }

  private static void take(ObjectNode shape, String field, ObjectNode texts) {
    JsonNode text = shape.remove("description");
    if (text != null) {
      texts.set(field, text);
    }
  }

  private static JsonNode get(KubernetesClient client, String path) throws JsonProcessingException {
    String text = client.raw(path);
    assertThat(text).as(path).isNotNull();
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(String file, JsonNode content) throws IOException {
    assertThat(content.toString().replace(REFERENCE, "")).doesNotContain("#/");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(FOLDER.resolve(file)))) {
      out.write(Json.bytes(content));
    }
  }
}
