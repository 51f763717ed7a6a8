// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives Services their addresses and node ports; each the lowest that is free, so that a run can be
 * repeated. (pkg/registry/core/service/storage/alloc.go, patchAllocatedValues)
 */
final class ServiceAddresses {
  private static final Set<String> AT_NODES = Set.of("NodePort", "LoadBalancer");
  private static final int FIRST_ADDRESS = 10;
  private static final int FIRST_NODE_PORT = 30_000;

  private ServiceAddresses() {}

  /**
   * Gives a Service what it lacks.
   *
   * @param service changed in place
   * @param before as stored; null for a new one
   * @param world all objects
   */
  static void allocate(ObjectNode service, @Nullable ObjectNode before, World world) {
    ObjectNode spec = Json.dig(service, "spec");
    String type = spec.path("type").asText();
    if (before != null) {
      ServiceChanges.follow(spec, before.path("spec"));
    }
    if (type.equals("ExternalName")) {
      return;
    }
    if (before != null) {
      keep(spec, before.path("spec"));
    }
    if (spec.path("clusterIP").asText().isEmpty()) {
      spec.put("clusterIP", freeAddress(world));
    }
    if (!spec.has("clusterIPs")) {
      spec.putArray("clusterIPs").add(spec.path("clusterIP").asText());
    }
    if (AT_NODES.contains(type)) {
      nodePorts(spec, world);
    }
  }

  /** What a client left away it doesn't want to lose. */
  private static void keep(ObjectNode spec, JsonNode before) {
    for (String field : java.util.List.of("clusterIP", "clusterIPs")) {
      if (spec.path(field).isMissingNode() && before.has(field)) {
        spec.set(field, before.path(field));
      }
    }
    if (!AT_NODES.contains(spec.path("type").asText())) {
      return;
    }
    for (JsonNode port : Json.items(spec.path("ports"))) {
      for (JsonNode old : Json.items(before.path("ports"))) {
        if (!port.has("nodePort")
            && old.has("nodePort")
            && old.path("port").equals(port.path("port"))
            && old.path("protocol").equals(port.path("protocol"))) {
          ((ObjectNode) port).set("nodePort", old.path("nodePort"));
        }
      }
    }
  }

  private static String freeAddress(World world) {
    Set<String> taken = new HashSet<>();
    world
        .list("", "Service", "")
        .forEach(each -> taken.add(Json.at(each, "spec", "clusterIP").asText()));
    int number = FIRST_ADDRESS;
    while (taken.contains(address(number))) {
      number++;
    }
    return address(number);
  }

  private static String address(int number) {
    return "10.96." + number / 256 + "." + number % 256;
  }

  private static void nodePorts(ObjectNode spec, World world) {
    Set<Integer> taken = new HashSet<>();
    for (ObjectNode each : world.list("", "Service", "")) {
      Json.items(Json.at(each, "spec", "ports"))
          .forEach(port -> taken.add(port.path("nodePort").asInt()));
    }
    for (JsonNode port : Json.items(spec.path("ports"))) {
      if (port.path("nodePort").asInt() == 0) {
        int number = FIRST_NODE_PORT;
        while (!taken.add(number)) {
          number++;
        }
        ((ObjectNode) port).put("nodePort", number);
      }
    }
  }
}
