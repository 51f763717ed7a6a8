// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.discovery;

import static io.kruise.rollouts.testkit.internal.cluster.ClusterBed.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.cluster.ClusterBed;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("discovery")
class DiscoveryTest {
  private static final String JSON = "application/json";
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
  private static final String ROLLOUTS = "/apis/rollouts.kruise.io/v1beta1";

  private final ClusterBed cluster = new ClusterBed();

  @Test
  @DisplayName("names the groups with their versions, the preferred one first")
  void groups() {
    assertThat(cluster.get("/api").path("versions")).isEqualTo(Json.tree(List.of("v1")));
    JsonNode groups = cluster.get("/apis");
    assertThat(groups.path("kind").asText()).isEqualTo("APIGroupList");
    assertThat(names(groups.path("groups"), "name"))
        .doesNotHaveDuplicates()
        .doesNotContain("")
        .contains("apps", "rollouts.kruise.io", "apps.kruise.io", "gateway.networking.k8s.io");
    JsonNode rollouts = cluster.get("/apis/rollouts.kruise.io");
    assertThat(rollouts.path("kind").asText()).isEqualTo("APIGroup");
    assertThat(names(rollouts.path("versions"), "groupVersion"))
        .containsExactly("rollouts.kruise.io/v1beta1", "rollouts.kruise.io/v1alpha1");
    assertThat(rollouts.at("/preferredVersion/version").asText()).isEqualTo("v1beta1");
    assertThat(
            cluster.get("/apis/gateway.networking.k8s.io").at("/preferredVersion/version").asText())
        .isEqualTo("v1");
  }

  @Test
  @DisplayName("describes each resource, with its subresources")
  void resources() {
    JsonNode list = cluster.get(ROLLOUTS);
    assertThat(list.path("groupVersion").asText()).isEqualTo("rollouts.kruise.io/v1beta1");
    assertThat(names(list.path("resources"), "name"))
        .containsExactlyInAnyOrder(
            "rollouts", "rollouts/status", "batchreleases", "batchreleases/status");
    ObjectNode rollouts = entry(list, "rollouts").deepCopy();
    assertThat(rollouts.remove("storageVersionHash").asText()).isNotEmpty();
    assertThat(rollouts)
        .isEqualTo(
            yaml(
                "{name: rollouts, singularName: rollout, namespaced: true, kind: Rollout, verbs:"
                    + " [delete, deletecollection, get, list, patch, create, update, watch]}"));
    assertThat(entry(list, "rollouts/status"))
        .isEqualTo(
            yaml(
                "{name: rollouts/status, singularName: '', namespaced: true, kind: Rollout,"
                    + " verbs: [get, patch, update]}"));
    JsonNode apps = cluster.get("/apis/apps/v1");
    assertThat(names(entry(apps, "deployments").path("shortNames"))).containsExactly("deploy");
    assertThat(entry(apps, "deployments/scale").path("kind").asText()).isEqualTo("Scale");
    assertThat(
            names(
                entry(cluster.get("/apis/apps.kruise.io/v1alpha1"), "clonesets")
                    .path("shortNames")))
        .containsExactly("clone");
    assertThat(entry(cluster.get("/api/v1"), "nodes").path("namespaced").asBoolean()).isFalse();
  }

  @Test
  @DisplayName("says the same in one answer to who asks for that, and only at the root")
  void aggregated() {
    for (String root : List.of("/api", "/apis")) {
      ApiAnswer answer = cluster.send("GET", root, AGGREGATED, "");
      assertThat(answer.contentType()).isEqualTo(AggregatedDiscovery.MEDIA_TYPE);
      List<String> together = new ArrayList<>();
      List<String> apart = new ArrayList<>();
      for (JsonNode group : Json.items(ClusterBed.json(answer).path("items"))) {
        String name = group.at("/metadata/name").asText();
        for (JsonNode version : Json.items(group.path("versions"))) {
          String path =
              root + (name.isEmpty() ? "" : "/" + name) + "/" + version.path("version").asText();
          Json.items(version.path("resources")).forEach(each -> told(path, each, together));
          Json.items(cluster.get(path, AGGREGATED).path("resources"))
              .forEach(
                  each ->
                      apart.add(line(path, each, each.path("name").asText(), each.path("kind"))));
        }
      }
      assertThat(together).isNotEmpty().containsExactlyInAnyOrderElementsOf(apart);
    }
    assertThat(cluster.get("/apis", AGGREGATED).path("items"))
        .hasSameSizeAs(cluster.get("/apis").path("groups"));
    assertThat(cluster.send("GET", "/apis", JSON, "").contentType()).isEqualTo(JSON);
  }

  private static void told(String path, JsonNode resource, List<String> lines) {
    String name = resource.path("resource").asText();
    lines.add(line(path, resource, name, resource.at("/responseKind/kind")));
    for (JsonNode part : Json.items(resource.path("subresources"))) {
      lines.add(
          line(
              path,
              part,
              name + "/" + part.path("subresource").asText(),
              part.at("/responseKind/kind")));
    }
  }

  private static String line(String path, JsonNode entry, String name, JsonNode kind) {
    return String.join(
        " ", path, name, kind.asText(), entry.path("verbs") + "", entry.path("shortNames") + "");
  }

  @Test
  @DisplayName("knows nothing of what isn't served")
  void unknown() {
    for (String path :
        List.of("/apis/nope.example.com", "/apis/apps/v2", "/api/v2", "/openapi/v3/apis/apps/v2")) {
      assertThat(cluster.send("GET", path, JSON, "").code()).as(path).isEqualTo(404);
    }
  }

  @Test
  @DisplayName("has an OpenAPI document for each group and version, under a hash of its content")
  void openApi() {
    JsonNode paths = cluster.get("/openapi/v3").path("paths");
    List<String> served = new ArrayList<>(List.of("api/v1"));
    Json.items(cluster.get("/apis").path("groups"))
        .forEach(
            group ->
                names(group.path("versions"), "groupVersion")
                    .forEach(each -> served.add("apis/" + each)));
    assertThat(paths.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(served);
    assertThat(served)
        .allSatisfy(
            path ->
                assertThat(paths.path(path).path("serverRelativeURL").asText())
                    .matches("/openapi/v3/" + path + "\\?hash=[0-9A-F]{8}"));
  }

  @Test
  @DisplayName("shows a custom type's schema there, with what all objects have")
  void openApiOfRollouts() {
    JsonNode document = cluster.get("/openapi/v3/apis/rollouts.kruise.io/v1beta1");
    JsonNode rollout = document.at("/components/schemas/io.kruise.rollouts.v1beta1.Rollout");
    assertThat(rollout.at("/x-kubernetes-group-version-kind/0"))
        .isEqualTo(yaml("{group: rollouts.kruise.io, version: v1beta1, kind: Rollout}"));
    assertThat(rollout.path("properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("apiVersion", "kind", "metadata", "spec", "status");
    assertThat(rollout.at("/properties/spec/properties/workloadRef/properties/kind/type").asText())
        .isEqualTo("string");
    assertThat(document.path("paths").fieldNames())
        .toIterable()
        .contains(
            ROLLOUTS + "/namespaces/{namespace}/rollouts/{name}",
            ROLLOUTS + "/namespaces/{namespace}/rollouts/{name}/status");
    List<JsonNode> references = document.findValues("$ref");
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            each -> assertThat(document.at(each.asText().substring(1)).isObject()).isTrue());
  }

  @Test
  @DisplayName("follows the definitions: a new type is in all of it, and gone with its definition")
  void follows() {
    JsonNode before = cluster.get("/openapi/v3");
    String definition =
        """
        metadata: {name: things.example.com}
        spec:
          group: example.com
          scope: Cluster
          names: {plural: things, kind: Thing, categories: [all]}
          versions:
          - {name: v1alpha1, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}
          - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
          - {name: v2, served: false, storage: false, schema: {openAPIV3Schema: {type: object}}}
        """;
    cluster.create(ClusterBed.DEFINITIONS, definition);
    assertThat(names(cluster.get("/apis/example.com").path("versions"), "version"))
        .containsExactly("v1", "v1alpha1");
    JsonNode entry = entry(cluster.get("/apis/example.com/v1"), "things");
    assertThat(entry.path("singularName").asText()).isEqualTo("thing");
    assertThat(entry.path("namespaced").asBoolean()).isFalse();
    assertThat(names(entry.path("categories"))).containsExactly("all");
    assertThat(cluster.get("/openapi/v3").path("paths").has("apis/example.com/v1")).isTrue();
    assertThat(cluster.get("/openapi/v3").at("/paths/apis~1apps~1v1"))
        .as("others' hashes stay")
        .isEqualTo(before.at("/paths/apis~1apps~1v1"));

    cluster.send("DELETE", ClusterBed.DEFINITIONS + "/things.example.com", JSON, "");
    cluster.pass(Duration.ofSeconds(10));
    assertThat(cluster.send("GET", "/apis/example.com", JSON, "").code()).isEqualTo(404);
    assertThat(cluster.get("/openapi/v3")).isEqualTo(before);
  }

  private static ObjectNode entry(JsonNode list, String name) {
    return (ObjectNode)
        Json.items(list.path("resources")).stream()
            .filter(each -> each.path("name").asText().equals(name))
            .findFirst()
            .orElseThrow();
  }

  private static List<String> names(JsonNode list, String field) {
    return Json.items(list).stream().map(each -> each.path(field).asText()).toList();
  }

  private static List<String> names(JsonNode list) {
    return Json.items(list).stream().map(JsonNode::asText).toList();
  }
}
