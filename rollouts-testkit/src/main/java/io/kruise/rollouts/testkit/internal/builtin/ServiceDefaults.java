// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.Set;

/**
 * Defaults of Services. (k8s.io/kubernetes/pkg/apis/core/v1/defaults.go, SetDefaults_Service, and
 * pkg/registry/core/service/storage/alloc.go for a cluster with IPv4 only)
 */
final class ServiceDefaults {
  private static final Set<String> WITH_ADDRESS = Set.of("ClusterIP", "NodePort", "LoadBalancer");
  private static final int AFFINITY_SECONDS = 10_800;

  private ServiceDefaults() {}

  /**
   * Fills in a Service, but for its address.
   *
   * @param service changed in place
   */
  static void service(ObjectNode service) {
    ObjectNode spec = Json.dig(service, "spec");
    CoreDefaults.set(spec, "sessionAffinity", "None");
    if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
      CoreDefaults.set(
          Json.dig(spec, "sessionAffinityConfig", "clientIP"), "timeoutSeconds", AFFINITY_SECONDS);
    } else {
      spec.remove("sessionAffinityConfig");
    }
    CoreDefaults.set(spec, "type", "ClusterIP");
    for (JsonNode port : Json.items(spec.path("ports"))) {
      port((ObjectNode) port);
    }
    String type = spec.path("type").asText();
    if (WITH_ADDRESS.contains(type)) {
      CoreDefaults.set(spec, "internalTrafficPolicy", "Cluster");
      CoreDefaults.set(spec, "ipFamilyPolicy", "SingleStack");
      if (!spec.has("ipFamilies")) {
        spec.putArray("ipFamilies").add("IPv4");
      }
    }
    if (type.equals("NodePort") || type.equals("LoadBalancer") || spec.has("externalIPs")) {
      CoreDefaults.set(spec, "externalTrafficPolicy", "Cluster");
    }
    if (type.equals("LoadBalancer")) {
      CoreDefaults.set(spec, "allocateLoadBalancerNodePorts", true);
    }
  }

  private static void port(ObjectNode port) {
    CoreDefaults.set(port, "protocol", "TCP");
    JsonNode target = port.path("targetPort");
    boolean zero = target.isNumber() ? target.asInt() == 0 : target.asText().isEmpty();
    if (zero) {
      port.set("targetPort", port.path("port"));
    }
  }
}
