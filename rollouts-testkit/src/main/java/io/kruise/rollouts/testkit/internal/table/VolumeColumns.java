// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import static io.kruise.rollouts.testkit.internal.table.Column.AGE;
import static io.kruise.rollouts.testkit.internal.table.Column.NAME;
import static io.kruise.rollouts.testkit.internal.table.Column.text;
import static io.kruise.rollouts.testkit.internal.table.Column.value;
import static io.kruise.rollouts.testkit.internal.table.Column.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The columns of storage. (k8s.io/kubernetes/pkg/printers/internalversion/printers.go) */
final class VolumeColumns {
  private static final String UNSET = "<unset>";
  private static final Map<String, String> MODES =
      Map.of(
          "ReadWriteOnce", "RWO",
          "ReadOnlyMany", "ROX",
          "ReadWriteMany", "RWX",
          "ReadWriteOncePod", "RWOP");

  static final List<Column> CLAIM =
      List.of(
          NAME,
          text("Status", VolumeColumns::phase),
          text("Volume", claim -> spec(claim, "volumeName").asText()),
          text(
              "Capacity",
              claim -> bound(claim, Json.at(claim, "status", "capacity", "storage").asText())),
          text(
              "Access Modes",
              claim -> bound(claim, modes(Json.at(claim, "status", "accessModes")))),
          text("StorageClass", claim -> spec(claim, "storageClassName").asText()),
          text(
              "VolumeAttributesClass",
              claim -> Cells.or(spec(claim, "volumeAttributesClassName"), UNSET)),
          AGE,
          wide("VolumeMode", claim -> Cells.or(spec(claim, "volumeMode"), UNSET)));

  static final List<Column> VOLUME =
      List.of(
          NAME,
          text("Capacity", volume -> Json.at(volume, "spec", "capacity", "storage").asText()),
          text("Access Modes", volume -> modes(spec(volume, "accessModes"))),
          text("Reclaim Policy", volume -> spec(volume, "persistentVolumeReclaimPolicy").asText()),
          text("Status", VolumeColumns::phase),
          text("Claim", VolumeColumns::claim),
          text("StorageClass", volume -> spec(volume, "storageClassName").asText()),
          text(
              "VolumeAttributesClass",
              volume -> Cells.or(spec(volume, "volumeAttributesClassName"), UNSET)),
          text("Reason", volume -> Json.at(volume, "status", "reason").asText()),
          AGE,
          wide("VolumeMode", volume -> Cells.or(spec(volume, "volumeMode"), UNSET)));

  static final List<Column> STORAGE_CLASS =
      List.of(
          new Column(
              "Name",
              "string",
              "name",
              Column.NAME.description(),
              0,
              (each, now) -> Json.tree(nameOf(each))),
          text("Provisioner", each -> each.path("provisioner").asText()),
          text("ReclaimPolicy", each -> Cells.or(each.path("reclaimPolicy"), "Delete")),
          text("VolumeBindingMode", each -> Cells.or(each.path("volumeBindingMode"), "Immediate")),
          value(
              "AllowVolumeExpansion",
              "string",
              each -> each.path("allowVolumeExpansion").asBoolean()),
          AGE);

  private VolumeColumns() {}

  private static JsonNode spec(ObjectNode object, String field) {
    return Json.at(object, "spec", field);
  }

  private static String phase(ObjectNode object) {
    return Meta.deleting(object) ? "Terminating" : Json.at(object, "status", "phase").asText();
  }

  private static String bound(ObjectNode claim, String value) {
    return spec(claim, "volumeName").asText().isEmpty() ? "" : value;
  }

  private static String modes(JsonNode modes) {
    return Json.items(modes).stream()
        .map(mode -> MODES.getOrDefault(mode.asText(), mode.asText()))
        .collect(Collectors.joining(","));
  }

  private static String claim(ObjectNode volume) {
    JsonNode claim = spec(volume, "claimRef");
    return claim.isMissingNode()
        ? ""
        : claim.path("namespace").asText() + "/" + claim.path("name").asText();
  }

  private static String nameOf(ObjectNode storageClass) {
    return Meta.name(storageClass)
        + (Meta.annotation(storageClass, "storageclass.kubernetes.io/is-default-class")
                .equals("true")
            ? " (default)"
            : "");
  }
}
