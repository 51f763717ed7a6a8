// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import static io.kruise.rollouts.testkit.internal.table.Column.AGE;
import static io.kruise.rollouts.testkit.internal.table.Column.NAME;
import static io.kruise.rollouts.testkit.internal.table.Column.text;
import static io.kruise.rollouts.testkit.internal.table.Column.timed;
import static io.kruise.rollouts.testkit.internal.table.Column.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;

/** The columns of pods. (pkg/printers/internalversion/printers.go, printPod) */
final class PodColumns {
  static final List<Column> COLUMNS =
      List.of(
          NAME,
          text("Ready", pod -> PodSummary.of(pod).ready()),
          text("Status", pod -> PodSummary.of(pod).reason()),
          timed("Restarts", 0, (pod, now) -> PodSummary.of(pod).restarts(now)),
          AGE,
          wide("IP", pod -> Cells.or(Json.at(pod, "status", "podIP"), Cells.NONE)),
          wide("Node", pod -> Cells.or(Json.at(pod, "spec", "nodeName"), Cells.NONE)),
          wide(
              "Nominated Node",
              pod -> Cells.or(Json.at(pod, "status", "nominatedNodeName"), Cells.NONE)),
          wide("Readiness Gates", PodColumns::gates));

  private PodColumns() {}

  private static String gates(ObjectNode pod) {
    List<JsonNode> gates = Json.items(Json.at(pod, "spec", "readinessGates"));
    if (gates.isEmpty()) {
      return Cells.NONE;
    }
    long open =
        gates.stream()
            .filter(gate -> PodSummary.condition(pod, gate.path("conditionType").asText()))
            .count();
    return open + "/" + gates.size();
  }
}
