// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import static io.kruise.rollouts.testkit.internal.table.Column.AGE;
import static io.kruise.rollouts.testkit.internal.table.Column.NAME;
import static io.kruise.rollouts.testkit.internal.table.Column.text;
import static io.kruise.rollouts.testkit.internal.table.Column.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The columns of nodes. (pkg/printers/internalversion/printers.go, printNode) */
final class NodeColumns {
  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
  private static final String UNKNOWN = "<unknown>";

  static final List<Column> COLUMNS =
      List.of(
          NAME,
          text("Status", NodeColumns::status),
          text("Roles", NodeColumns::roles),
          AGE,
          text("Version", node -> info(node, "kubeletVersion").asText()),
          wide("Internal-IP", node -> address(node, "InternalIP")),
          wide("External-IP", node -> address(node, "ExternalIP")),
          wide("OS-Image", node -> Cells.or(info(node, "osImage"), UNKNOWN)),
          wide("Kernel-Version", node -> Cells.or(info(node, "kernelVersion"), UNKNOWN)),
          wide(
              "Container-Runtime",
              node -> Cells.or(info(node, "containerRuntimeVersion"), UNKNOWN)));

  private NodeColumns() {}

  private static JsonNode info(ObjectNode node, String field) {
    return Json.at(node, "status", "nodeInfo", field);
  }

  private static String status(ObjectNode node) {
    String status = "Unknown";
    for (JsonNode condition : Json.items(Json.at(node, "status", "conditions"))) {
      if (condition.path("type").asText().equals("Ready")) {
        status = condition.path("status").asText().equals("True") ? "Ready" : "NotReady";
      }
    }
    return Json.at(node, "spec", "unschedulable").asBoolean()
        ? status + ",SchedulingDisabled"
        : status;
  }

  private static String roles(ObjectNode node) {
    TreeSet<String> roles = new TreeSet<>();
    for (Map.Entry<String, JsonNode> label : Meta.of(node).path("labels").properties()) {
      String value = label.getValue().asText();
      if (label.getKey().startsWith(ROLE_PREFIX)) {
        roles.add(label.getKey().substring(ROLE_PREFIX.length()));
      } else if (label.getKey().equals("kubernetes.io/role") && !value.isEmpty()) {
        roles.add(value);
      }
    }
    roles.remove("");
    return roles.isEmpty() ? Cells.NONE : String.join(",", roles);
  }

  private static String address(ObjectNode node, String type) {
    return Json.items(Json.at(node, "status", "addresses")).stream()
        .filter(address -> address.path("type").asText().equals(type))
        .map(address -> address.path("address").asText())
        .findFirst()
        .orElse(Cells.NONE);
  }
}
