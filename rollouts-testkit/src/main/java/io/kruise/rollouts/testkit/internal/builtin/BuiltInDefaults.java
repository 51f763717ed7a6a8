// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.builtin;

import static io.kruise.rollouts.testkit.internal.builtin.CoreDefaults.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What Kubernetes' code sets in objects of its own types where the client said nothing. (the
 * SetDefaults functions of k8s.io/kubernetes/pkg/apis)
 */
public final class BuiltInDefaults {
  private static final String RBAC = "rbac.authorization.k8s.io";

  private static final Map<String, Consumer<ObjectNode>> AUTOSCALING =
      Map.of("HorizontalPodAutoscaler", BuiltInDefaults::autoscaler);

  private static final Map<String, Consumer<ObjectNode>> NETWORKING =
      Map.of(
          "NetworkPolicyPort", port -> set(port, "protocol", "TCP"),
          "NetworkPolicy", BuiltInDefaults::networkPolicy,
          "IngressClassParametersReference", reference -> set(reference, "scope", "Cluster"));

  private static final Map<String, Consumer<ObjectNode>> ROLES =
      Map.of(
          "RoleBinding", binding -> set(Json.dig(binding, "roleRef"), "apiGroup", RBAC),
          "ClusterRoleBinding", binding -> set(Json.dig(binding, "roleRef"), "apiGroup", RBAC),
          "Subject", BuiltInDefaults::subject);

  private static final Map<String, Consumer<ObjectNode>> STORAGE =
      Map.of("StorageClass", BuiltInDefaults::storageClass);

  private static final Map<String, Consumer<ObjectNode>> DISCOVERY =
      Map.of("EndpointPort", BuiltInDefaults::endpointPort);

  private BuiltInDefaults() {}

  /**
   * The defaults.
   *
   * @return what is done to an object, by the name of its definition, such as
   *     "io.k8s.api.core.v1.Container"
   */
  public static Map<String, Consumer<ObjectNode>> byDefinition() {
    Map<String, Consumer<ObjectNode>> all = new HashMap<>();
    add(all, "io.k8s.api.core.v1.", CoreDefaults.ROWS);
    add(all, "io.k8s.api.apps.v1.", WorkloadDefaults.APPS);
    add(all, "io.k8s.api.batch.v1.", WorkloadDefaults.BATCH);
    add(all, "io.k8s.api.autoscaling.v2.", AUTOSCALING);
    add(all, "io.k8s.api.networking.v1.", NETWORKING);
    add(all, "io.k8s.api.rbac.v1.", ROLES);
    add(all, "io.k8s.api.storage.v1.", STORAGE);
    add(all, "io.k8s.api.discovery.v1.", DISCOVERY);
    return Map.copyOf(all);
  }

  private static void add(
      Map<String, Consumer<ObjectNode>> all,
      String prefix,
      Map<String, Consumer<ObjectNode>> rows) {
    rows.forEach((type, row) -> all.put(prefix + type, row));
  }

  private static void autoscaler(ObjectNode autoscaler) {
    ObjectNode spec = Json.dig(autoscaler, "spec");
    set(spec, "minReplicas", 1);
    if (spec.path("metrics").isEmpty()) {
      ObjectNode metric = spec.putArray("metrics").addObject().put("type", "Resource");
      ObjectNode resource = metric.putObject("resource").put("name", "cpu");
      resource.putObject("target").put("type", "Utilization").put("averageUtilization", 80);
    }
    if (spec.has("behavior")) {
      ObjectNode up = Json.dig(spec, "behavior", "scaleUp");
      set(up, "stabilizationWindowSeconds", 0);
      set(up, "selectPolicy", "Max");
      set(up, "policies", List.of(policy("Pods", 4), policy("Percent", 100)));
      ObjectNode down = Json.dig(spec, "behavior", "scaleDown");
      set(down, "selectPolicy", "Max");
      set(down, "policies", List.of(policy("Percent", 100)));
    }
  }

  private static JsonNode policy(String type, int value) {
    return Json.object().put("type", type).put("value", value).put("periodSeconds", 15);
  }

  private static void networkPolicy(ObjectNode policy) {
    ObjectNode spec = Json.dig(policy, "spec");
    if (!spec.has("policyTypes")) {
      var types = spec.putArray("policyTypes").add("Ingress");
      if (!spec.path("egress").isEmpty()) {
        types.add("Egress");
      }
    }
  }

  private static void subject(ObjectNode subject) {
    String kind = subject.path("kind").asText();
    if (kind.equals("User") || kind.equals("Group")) {
      set(subject, "apiGroup", RBAC);
    }
  }

  private static void storageClass(ObjectNode storageClass) {
    set(storageClass, "reclaimPolicy", "Delete");
    set(storageClass, "volumeBindingMode", "Immediate");
  }

  private static void endpointPort(ObjectNode port) {
    set(port, "name", "");
    set(port, "protocol", "TCP");
  }
}
