// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import static io.kruise.rollouts.testkit.internal.cluster.ClusterBed.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.TableRenderer.IncludeObject;
import io.kruise.rollouts.testkit.internal.cluster.ClusterBed;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.schema.BuiltInTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
@DisplayName("the table that kubectl prints")
class ServerTablesTest {
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
  private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

  private final ClusterBed cluster = new ClusterBed();

  @Test
  @DisplayName("of Deployments has their progress, and in wide output containers and selector")
  void deployments() {
    makeDeployment();
    cluster.pass(Duration.ofSeconds(150));
    JsonNode table = cluster.get(ClusterBed.DEPLOYMENTS, TABLE);
    assertThat(columns(table))
        .containsExactly(
            "Name string 0",
            "Ready string 0",
            "Up-to-date string 0",
            "Available string 0",
            "Age string 0",
            "Containers string 1",
            "Images string 1",
            "Selector string 1");
    assertThat(cells(table))
        .containsExactly(
            "demo", "2/2", "2", "2", "2m30s", "main,side", "nginx:1,side:2", "app=demo");
    assertThat(table.at("/columnDefinitions/0/format").asText()).isEqualTo("name");
    assertThat(table.at("/rows/0/object/kind").asText()).isEqualTo("PartialObjectMetadata");
    assertThat(table.at("/rows/0/object/metadata/name").asText()).isEqualTo("demo");
    assertThat(table.at("/metadata/resourceVersion").asText()).isNotEmpty();
  }

  @Test
  @DisplayName(
      "of Rollouts has the columns of their definition, empty as long as there is no value")
  void rollouts() {
    makeDeployment();
    cluster.create(
        ClusterBed.ROLLOUTS,
        """
        apiVersion: rollouts.kruise.io/v1beta1
        kind: Rollout
        metadata: {name: demo}
        spec:
          workloadRef: {apiVersion: apps/v1, kind: Deployment, name: demo}
          strategy: {canary: {steps: [{replicas: 1}, {replicas: 100%}]}}
        """);
    JsonNode fresh = cluster.get(ClusterBed.ROLLOUTS, TABLE);
    assertThat(columns(fresh))
        .containsExactly(
            "Name string 0",
            "STATUS string 0",
            "CANARY_STEP integer 0",
            "CANARY_STATE string 0",
            "MESSAGE string 0",
            "AGE date 0");
    assertThat(cells(fresh)).containsExactly("demo", "null", "null", "null", "null", "0s");

    cluster.pass(Duration.ofHours(50));
    assertThat(cells(cluster.get(ClusterBed.ROLLOUTS + "/demo", TABLE)))
        .containsExactly(
            "demo", "Healthy", "2", "Completed", "workload deployment is completed", "2d2h");
  }

  @Test
  @DisplayName("of Pods has those that run, with their place in wide output")
  void pods() {
    makeDeployment();
    cluster.pass(Duration.ofSeconds(90));
    JsonNode table = cluster.get(ClusterBed.PODS, TABLE);
    assertThat(columns(table))
        .containsExactly(
            "Name string 0",
            "Ready string 0",
            "Status string 0",
            "Restarts string 0",
            "Age string 0",
            "IP string 1",
            "Node string 1",
            "Nominated Node string 1",
            "Readiness Gates string 1");
    assertThat(table.path("rows")).hasSize(2);
    List<String> cells = cells(table);
    assertThat(cells.subList(1, 4)).containsExactly("2/2", "Running", "0");
    assertThat(cells.get(5)).matches("10(\\.\\d+){3}");
    assertThat(cells.get(6)).startsWith("node-");
    assertThat(cells.subList(7, 9)).containsExactly("<none>", "<none>");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{phase: Pending}                                | 0/1 | Pending | 0",
        "{phase: Failed, reason: Evicted}                | 0/1 | Evicted | 0",
        "{phase: Running, containerStatuses: [{restartCount: 3, state: {waiting: {reason:"
            + " CrashLoopBackOff}}, lastState: {terminated: {finishedAt: '2026-01-01T00:55:00Z'}}}]}"
            + " | 0/1 | CrashLoopBackOff | 3 (5m ago)",
        "{phase: Succeeded, containerStatuses: [{state: {terminated: {exitCode: 0, reason:"
            + " Completed}}}]}                           | 0/1 | Completed | 0",
        "{phase: Failed, containerStatuses: [{state: {terminated: {exitCode: 2}}}]}"
            + "                                          | 0/1 | ExitCode:2 | 0",
        "{phase: Failed, containerStatuses: [{state: {terminated: {signal: 9}}}]}"
            + "                                          | 0/1 | Signal:9 | 0",
        "{phase: Pending, initContainerStatuses: [{name: init, state: {running: {}}}]}"
            + "                                          | 0/1 | Init:0/1 | 0",
        "{phase: Pending, initContainerStatuses: [{name: init, restartCount: 1, state: {waiting:"
            + " {reason: CrashLoopBackOff}}}]}           | 0/1 | Init:CrashLoopBackOff | 1",
        "{phase: Running, containerStatuses: [{ready: true, restartCount: 1, state: {running:"
            + " {}}}]}                                   | 1/1 | Running | 1"
      })
  @DisplayName("of Pods says in a word what is wrong with one")
  void troubledPods(String status, String ready, String reason, String restarts) {
    assertThat(podCells("", status).subList(1, 4)).containsExactly(ready, reason, restarts);
  }

  @Test
  @DisplayName("of Pods has those that are being deleted as Terminating, unless they have ended")
  void terminatingPods() {
    String deleted = ", deletionTimestamp: '2026-01-01T00:59:00Z'";
    assertThat(podCells(deleted, "{phase: Running}").get(2)).isEqualTo("Terminating");
    assertThat(podCells(deleted, "{phase: Succeeded}").get(2)).isEqualTo("Succeeded");
  }

  @Test
  @DisplayName("comes with whole objects or none when asked to, and without columns once known")
  void included() {
    JsonNode whole = podTable("", "{phase: Pending}", IncludeObject.OBJECT, true);
    assertThat(whole.at("/rows/0/object/status/phase").asText()).isEqualTo("Pending");
    JsonNode bare = podTable("", "{phase: Pending}", IncludeObject.NONE, false);
    assertThat(bare.at("/rows/0/object").isNull()).isTrue();
    assertThat(bare.path("columnDefinitions").isNull()).isTrue();
    assertThat(cells(bare)).hasSize(9);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "PT-5S, <invalid>",
    "PT-1S, 0s",
    "PT119S, 119s",
    "PT120S, 2m",
    "PT9M59S, 9m59s",
    "PT10M, 10m",
    "PT179M, 179m",
    "PT3H, 3h",
    "PT7H59M, 7h59m",
    "PT8H30M, 8h",
    "PT47H, 47h",
    "P2D, 2d",
    "P7DT23H, 7d23h",
    "P8DT23H, 8d",
    "P729D, 729d",
    "P730D, 2y",
    "P800D, 2y70d",
    "P2920D, 8y"
  })
  @DisplayName("has ages as Go's HumanDuration tells them")
  void ages(Duration age, String told) {
    assertThat(Ages.human(age)).isEqualTo(told);
  }

  private static List<String> podCells(String metadata, String status) {
    return cells(podTable(metadata, status, IncludeObject.METADATA, true));
  }

  private static ObjectNode podTable(
      String metadata, String status, IncludeObject include, boolean columns) {
    ObjectNode pod =
        yaml(
            "{metadata: {name: demo, creationTimestamp: '2026-01-01T00:00:00Z'"
                + metadata
                + "}, spec: {initContainers: [{name: init}], containers: [{name: main}]}, status: "
                + status
                + "}");
    return BuiltInTypes.get().types().stream()
        .filter(type -> type.resource().equals("pods"))
        .map(type -> new ServerTables(() -> NOW).render(type, List.of(pod), include, columns))
        .findFirst()
        .orElseThrow();
  }

  private void makeDeployment() {
    cluster.create(
        ClusterBed.DEPLOYMENTS,
        """
        metadata: {name: demo}
        spec:
          replicas: 2
          selector: {matchLabels: {app: demo}}
          template:
            metadata: {labels: {app: demo}}
            spec: {containers: [{name: main, image: "nginx:1"}, {name: side, image: "side:2"}]}
        """);
  }

  private static List<String> columns(JsonNode table) {
    return Json.items(table.path("columnDefinitions")).stream()
        .map(
            each ->
                each.path("name").asText()
                    + " "
                    + each.path("type").asText()
                    + " "
                    + each.path("priority").asText())
        .toList();
  }

  private static List<String> cells(JsonNode table) {
    return Json.items(table.at("/rows/0/cells")).stream().map(JsonNode::asText).toList();
  }
}
