// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All checks, and what they need. */
public final class Contract {
  private Contract() {}

  /**
   * All checks.
   *
   * @return in the order in which they are asked
   */
  public static List<Check> checks() {
    List<Check> all = new ArrayList<>();
    all.addAll(PathChecks.all());
    all.addAll(CreateChecks.all());
    all.addAll(ReadChecks.all());
    all.addAll(SelectorChecks.all());
    all.addAll(UpdateChecks.all());
    all.addAll(StatusChecks.all());
    all.addAll(MergePatchChecks.all());
    all.addAll(JsonPatchChecks.all());
    all.addAll(StrategicPatchChecks.all());
    all.addAll(ApplyChecks.all());
    all.addAll(DeleteChecks.all());
    all.addAll(WatchChecks.all());
    all.addAll(SchemaChecks.all());
    all.addAll(BuiltInOrdinaryChecks.all());
    all.addAll(BuiltInWorkloadChecks.all());
    all.addAll(BuiltInPodChecks.all());
    all.addAll(BuiltInPlacementChecks.all());
    all.addAll(BuiltInUpdateChecks.all());
    all.addAll(BuiltInNetworkChecks.all());
    all.addAll(BuiltInOtherChecks.all());
    all.addAll(ProtobufChecks.all());
    all.addAll(PodChecks.all());
    all.addAll(RolloutChecks.all());
    all.addAll(DiscoveryChecks.all());
    return all;
  }

  /**
   * Makes what the checks need.
   *
   * @param server on it
   * @throws Exception when it can't be made
   */
  public static void prepare(Server server) throws Exception {
    expect(
        server.post(
            "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + server.namespace() + "\"}}"));
    expect(server.post(Widgets.DEFINITIONS, Widgets.DEFINITION));
    await(
        server,
        Widgets.DEFINITIONS + "?fieldSelector=metadata.name=" + Widgets.NAME,
        Contract::established);
  }

  private static boolean established(JsonNode event) {
    return Json.items(event.at("/object/status/conditions")).stream()
        .anyMatch(
            condition ->
                condition.path("type").asText().equals("Established")
                    && condition.path("status").asText().equals("True"));
  }

  /**
   * Takes away what {@link #prepare} made.
   *
   * @param server on it
   * @throws Exception when it stays
   */
  public static void cleanUp(Server server) throws Exception {
    String namespaces = "/api/v1/namespaces";
    server.delete(Widgets.DEFINITIONS + "/" + Widgets.NAME);
    server.delete(namespaces + "/" + server.namespace());
    awaitEnd(server, namespaces + "?fieldSelector=metadata.name=" + server.namespace());
    awaitEnd(server, Widgets.DEFINITIONS + "?fieldSelector=metadata.name=" + Widgets.NAME);
  }

  private static void awaitEnd(Server server, String path) throws Exception {
    Answer list = server.get(path);
    if (!list.at("/items").isEmpty()) {
      String from = list.at("/metadata/resourceVersion").asText();
      await(
          server,
          path + "&resourceVersion=" + from,
          event -> event.path("type").asText().equals("DELETED"));
    }
  }

  private static void expect(Answer answer) {
    if (answer.code() != 201) {
      throw new IllegalStateException(answer.code() + " " + answer.text());
    }
  }

  /** Watches until an event is right. */
  private static void await(Server server, String path, Predicate<JsonNode> right)
      throws Exception {
    try (Server.Lines lines = server.watch(path + "&watch=1&timeoutSeconds=120")) {
      for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
        if (right.test(Json.parse(line.getBytes(StandardCharsets.UTF_8)))) {
          return;
        }
      }
    }
    throw new IllegalStateException("it didn't happen: " + path);
  }
}
