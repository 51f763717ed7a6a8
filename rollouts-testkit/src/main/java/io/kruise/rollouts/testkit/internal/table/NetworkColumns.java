// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import static io.kruise.rollouts.testkit.internal.table.Column.AGE;
import static io.kruise.rollouts.testkit.internal.table.Column.NAME;
import static io.kruise.rollouts.testkit.internal.table.Column.text;
import static io.kruise.rollouts.testkit.internal.table.Column.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The columns of what leads traffic, by type.
 * (k8s.io/kubernetes/pkg/printers/internalversion/printers.go)
 */
final class NetworkColumns {
  private static final int SHOWN = 3;

  static final Map<String, List<Column>> BY_RESOURCE =
      Map.of(
          "services",
          List.of(
              NAME,
              text("Type", object -> Json.at(object, "spec", "type").asText()),
              text("Cluster-IP", NetworkColumns::clusterAddress),
              text("External-IP", NetworkColumns::externalAddress),
              text("Port(s)", NetworkColumns::servicePorts),
              AGE,
              wide("Selector", object -> Cells.labels(Json.at(object, "spec", "selector")))),
          "ingresses.networking.k8s.io",
          List.of(
              NAME,
              text(
                  "Class",
                  object -> Cells.or(Json.at(object, "spec", "ingressClassName"), Cells.NONE)),
              text("Hosts", NetworkColumns::hosts),
              text("Address", NetworkColumns::balancers),
              text("Ports", object -> Json.at(object, "spec", "tls").isEmpty() ? "80" : "80, 443"),
              AGE),
          "ingressclasses.networking.k8s.io",
          List.of(
              NAME,
              text("Controller", object -> Json.at(object, "spec", "controller").asText()),
              text("Parameters", NetworkColumns::parameters),
              AGE),
          "networkpolicies.networking.k8s.io",
          List.of(
              NAME,
              text(
                  "Pod-Selector", object -> Cells.selector(Json.at(object, "spec", "podSelector"))),
              AGE),
          "endpoints",
          List.of(NAME, text("Endpoints", NetworkColumns::endpoints), AGE),
          "endpointslices.discovery.k8s.io",
          List.of(
              NAME,
              text("AddressType", object -> object.path("addressType").asText()),
              text("Ports", object -> few(slicePorts(object), "<unset>")),
              text("Endpoints", object -> few(sliceAddresses(object), "<unset>")),
              AGE));

  private NetworkColumns() {}

  private static String clusterAddress(ObjectNode service) {
    return Cells.or(Json.at(service, "spec", "clusterIPs").path(0), Cells.NONE);
  }

  private static String externalAddress(ObjectNode service) {
    JsonNode spec = service.path("spec");
    String given = Cells.joined(spec.path("externalIPs"));
    return switch (spec.path("type").asText()) {
      case "ClusterIP", "NodePort" -> given.isEmpty() ? Cells.NONE : given;
      case "LoadBalancer" -> {
        String balancers = balancers(service);
        String both = balancers + (balancers.isEmpty() || given.isEmpty() ? "" : ",") + given;
        yield both.isEmpty() ? "<pending>" : both;
      }
      case "ExternalName" -> spec.path("externalName").asText();
      default -> "<unknown>";
    };
  }

  private static String servicePorts(ObjectNode service) {
    String ports =
        Json.items(Json.at(service, "spec", "ports")).stream()
            .map(
                port ->
                    port.path("port").asText()
                        + (port.path("nodePort").asInt() > 0
                            ? ":" + port.path("nodePort").asText()
                            : "")
                        + "/"
                        + port.path("protocol").asText())
            .collect(Collectors.joining(","));
    return ports.isEmpty() ? Cells.NONE : ports;
  }

  private static String balancers(ObjectNode object) {
    TreeSet<String> addresses = new TreeSet<>();
    for (JsonNode each : Json.items(Json.at(object, "status", "loadBalancer", "ingress"))) {
      String address = Cells.or(each.path("ip"), each.path("hostname").asText());
      if (!address.isEmpty()) {
        addresses.add(address);
      }
    }
    return String.join(",", addresses);
  }

  private static String hosts(ObjectNode ingress) {
    List<JsonNode> rules = Json.items(Json.at(ingress, "spec", "rules"));
    List<String> hosts =
        rules.stream()
            .map(rule -> rule.path("host").asText())
            .filter(host -> !host.isEmpty())
            .limit(SHOWN)
            .toList();
    if (hosts.isEmpty()) {
      return "*";
    }
    String text = String.join(",", hosts);
    return rules.size() > SHOWN && hosts.size() == SHOWN
        ? text + " + " + (rules.size() - SHOWN) + " more..."
        : text;
  }

  private static String parameters(ObjectNode ingressClass) {
    JsonNode parameters = Json.at(ingressClass, "spec", "parameters");
    if (parameters.isMissingNode()) {
      return Cells.NONE;
    }
    String group = parameters.path("apiGroup").asText();
    return parameters.path("kind").asText()
        + (group.isEmpty() ? "" : "." + group)
        + "/"
        + parameters.path("name").asText();
  }

  private static String endpoints(ObjectNode endpoints) {
    List<String> all = new ArrayList<>();
    for (JsonNode subset : Json.items(endpoints.path("subsets"))) {
      List<JsonNode> ports = Json.items(subset.path("ports"));
      for (JsonNode address : Json.items(subset.path("addresses"))) {
        String ip = address.path("ip").asText();
        if (ports.isEmpty()) {
          all.add(ip);
        }
        ports.forEach(port -> all.add(ip + ":" + port.path("port").asText()));
      }
    }
    return few(all, Cells.NONE);
  }

  private static List<String> slicePorts(ObjectNode slice) {
    return Json.items(slice.path("ports")).stream()
        .map(port -> Cells.or(port.path("port"), Cells.or(port.path("name"), "*")))
        .toList();
  }

  private static List<String> sliceAddresses(ObjectNode slice) {
    return Json.items(slice.path("endpoints")).stream()
        .flatMap(endpoint -> Json.items(endpoint.path("addresses")).stream())
        .map(JsonNode::asText)
        .toList();
  }

  private static String few(List<String> all, String none) {
    if (all.isEmpty()) {
      return none;
    }
    String text = String.join(",", all.subList(0, Math.min(SHOWN, all.size())));
    return all.size() > SHOWN ? text + " + " + (all.size() - SHOWN) + " more..." : text;
  }
}
