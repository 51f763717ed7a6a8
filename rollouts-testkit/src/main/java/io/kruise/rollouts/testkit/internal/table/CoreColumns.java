// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import static io.kruise.rollouts.testkit.internal.table.Column.AGE;
import static io.kruise.rollouts.testkit.internal.table.Column.NAME;
import static io.kruise.rollouts.testkit.internal.table.Column.text;
import static io.kruise.rollouts.testkit.internal.table.Column.value;
import static io.kruise.rollouts.testkit.internal.table.Column.wide;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The columns of what is no workload and leads no traffic, by type.
 * (k8s.io/kubernetes/pkg/printers/internalversion/printers.go)
 */
final class CoreColumns {
  private static final List<Column> BINDING =
      List.of(
          NAME,
          text("Role", CoreColumns::role),
          AGE,
          wide("Users", binding -> subjects(binding, "User")),
          wide("Groups", binding -> subjects(binding, "Group")),
          wide("ServiceAccounts", binding -> subjects(binding, "ServiceAccount")));

  static final Map<String, List<Column>> BY_RESOURCE =
      Map.ofEntries(
          entry("namespaces", List.of(NAME, text("Status", object -> phase(object)), AGE)),
          entry(
              "configmaps",
              List.of(
                  NAME,
                  value(
                      "Data",
                      "string",
                      map -> map.path("data").size() + map.path("binaryData").size()),
                  AGE)),
          entry(
              "secrets",
              List.of(
                  NAME,
                  text("Type", secret -> secret.path("type").asText()),
                  value("Data", "string", secret -> secret.path("data").size()),
                  AGE)),
          entry(
              "serviceaccounts",
              List.of(
                  NAME,
                  value("Secrets", "string", account -> account.path("secrets").size()),
                  AGE)),
          entry("nodes", NodeColumns.COLUMNS),
          entry("persistentvolumeclaims", VolumeColumns.CLAIM),
          entry("persistentvolumes", VolumeColumns.VOLUME),
          entry("storageclasses.storage.k8s.io", VolumeColumns.STORAGE_CLASS),
          entry("rolebindings.rbac.authorization.k8s.io", BINDING),
          entry("clusterrolebindings.rbac.authorization.k8s.io", BINDING),
          entry(
              "leases.coordination.k8s.io",
              List.of(
                  NAME,
                  text("Holder", lease -> Json.at(lease, "spec", "holderIdentity").asText()),
                  AGE)),
          entry(
              "poddisruptionbudgets.policy",
              List.of(
                  NAME,
                  text("Min Available", budget -> limit(budget, "minAvailable")),
                  text("Max Unavailable", budget -> limit(budget, "maxUnavailable")),
                  value(
                      "Allowed Disruptions",
                      "integer",
                      budget -> Json.at(budget, "status", "disruptionsAllowed").asLong()),
                  AGE)),
          entry(
              "horizontalpodautoscalers.autoscaling",
              List.of(
                  NAME,
                  text("Reference", CoreColumns::target),
                  text("Targets", scaler -> "<unknown>"),
                  text("MinPods", scaler -> Json.at(scaler, "spec", "minReplicas").asText()),
                  value(
                      "MaxPods",
                      "string",
                      scaler -> Json.at(scaler, "spec", "maxReplicas").asLong()),
                  value(
                      "Replicas",
                      "string",
                      scaler -> Json.at(scaler, "status", "currentReplicas").asLong()),
                  AGE)),
          entry(
              "priorityclasses.scheduling.k8s.io",
              List.of(
                  NAME,
                  value("Value", "integer", priority -> priority.path("value").asLong()),
                  value(
                      "Global-Default",
                      "boolean",
                      priority -> priority.path("globalDefault").asBoolean()),
                  AGE,
                  text(
                      "PreemptionPolicy",
                      priority -> priority.path("preemptionPolicy").asText()))));

  private CoreColumns() {}

  private static String phase(ObjectNode object) {
    return Json.at(object, "status", "phase").asText();
  }

  private static String limit(ObjectNode budget, String field) {
    return Cells.or(Json.at(budget, "spec", field), "N/A");
  }

  private static String target(ObjectNode scaler) {
    JsonNode target = Json.at(scaler, "spec", "scaleTargetRef");
    return target.path("kind").asText() + "/" + target.path("name").asText();
  }

  private static String role(ObjectNode binding) {
    JsonNode role = binding.path("roleRef");
    return role.path("kind").asText() + "/" + role.path("name").asText();
  }

  private static String subjects(ObjectNode binding, String kind) {
    return Json.items(binding.path("subjects")).stream()
        .filter(subject -> subject.path("kind").asText().equals(kind))
        .map(
            subject ->
                (kind.equals("ServiceAccount")
                        ? Cells.or(subject.path("namespace"), Meta.namespace(binding)) + "/"
                        : "")
                    + subject.path("name").asText())
        .collect(Collectors.joining(", "));
  }
}
