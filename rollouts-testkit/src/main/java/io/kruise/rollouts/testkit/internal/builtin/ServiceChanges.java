// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.Set;

/**
 * What goes along with a change of a Service: fields that its new type has no use for, and that the
 * client left as they were. (pkg/registry/core/service/strategy.go, dropTypeDependentFields; and
 * storage/storage.go, NormalizeClusterIPs)
 */
final class ServiceChanges {
  private static final Set<String> AT_NODES = Set.of("NodePort", "LoadBalancer");
  private static final List<String> ADDRESSES =
      List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");

  private ServiceChanges() {}

  /**
   * Changes what goes along.
   *
   * @param spec changed in place
   * @param before the spec as stored
   */
  static void follow(ObjectNode spec, JsonNode before) {
    String type = spec.path("type").asText();
    String was = before.path("type").asText();
    normalize(spec, before);
    if (type.equals("ExternalName") && !was.equals(type)) {
      dropSame(ADDRESSES, spec, before);
    }
    if (AT_NODES.contains(was) && !AT_NODES.contains(type)) {
      nodePorts(spec, before);
    }
    if (was.equals("LoadBalancer") && !type.equals(was)) {
      dropSame(
          List.of("allocateLoadBalancerNodePorts", "loadBalancerClass", "healthCheckNodePort"),
          spec,
          before);
    }
    if (isOutside(before) && !isOutside(spec)) {
      dropSame(List.of("externalTrafficPolicy"), spec, before);
    }
  }

  /** Whoever knows the one address only changes the list by it. */
  private static void normalize(ObjectNode spec, JsonNode before) {
    JsonNode address = spec.path("clusterIP");
    boolean changed = !address.equals(before.path("clusterIP"));
    if (changed && spec.path("clusterIPs").equals(before.path("clusterIPs"))) {
      spec.remove("clusterIPs");
      if (!address.asText().isEmpty()) {
        spec.putArray("clusterIPs").add(address);
      }
    }
  }

  private static boolean isOutside(JsonNode spec) {
    String type = spec.path("type").asText();
    return AT_NODES.contains(type)
        || (type.equals("ClusterIP") && !spec.path("externalIPs").isEmpty());
  }

  private static void dropSame(List<String> fields, ObjectNode spec, JsonNode before) {
    fields.stream()
        .filter(field -> spec.path(field).equals(before.path(field)))
        .forEach(spec::remove);
  }

  private static void nodePorts(ObjectNode spec, JsonNode before) {
    List<JsonNode> now = Json.items(spec.path("ports"));
    List<JsonNode> old = Json.items(before.path("ports"));
    for (int i = 0; i < now.size() && i < old.size(); i++) {
      if (now.get(i).path("nodePort").equals(old.get(i).path("nodePort"))) {
        ((ObjectNode) now.get(i)).remove("nodePort");
      }
    }
  }
}
