// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Services, but for their ports. (core/validation, ValidateService and ValidateServiceUpdate) */
final class Services {
  private static final String EXTERNAL_NAME = "ExternalName";
  private static final String BALANCER = "LoadBalancer";
  private static final String ONLY_BALANCER = "may only be used when `type` is 'LoadBalancer'";
  private static final List<String> TYPES =
      List.of("ClusterIP", EXTERNAL_NAME, BALANCER, "NodePort");
  private static final int AFFINITY_SECONDS = 86_400;

  private Services() {}

  static void service(Part object, @Nullable ObjectNode before) {
    Part spec = object.at("spec");
    if (before != null) {
      addressesKept(spec, before.path("spec"));
    }
    String type = spec.text("type");
    boolean headless = headless(spec.value());
    if (spec.value().path("ports").isEmpty() && !headless && !type.equals(EXTERNAL_NAME)) {
      spec.at("ports").required();
    }
    if (headless && (type.equals(BALANCER) || type.equals("NodePort"))) {
      spec.at("clusterIPs")
          .each()
          .get(0)
          .invalid("may not be set to 'None' for " + type + " services");
    }
    if (type.equals(EXTERNAL_NAME)) {
      externalName(spec);
    }
    ServicePorts.each(spec);
    Selectors.labels(spec.at("selector"));
    affinity(spec);
    if (!type.equals(EXTERNAL_NAME)) {
      addresses(spec);
    }
    for (Part address : spec.each("externalIPs")) {
      address.invalid(Forms.address(address.text()));
    }
    spec.at("type").oneOf(TYPES);
    ServicePorts.together(spec, type);
    balancing(spec, type);
    traffic(spec, type);
  }

  private static boolean headless(JsonNode spec) {
    JsonNode addresses = spec.path("clusterIPs");
    return addresses.size() == 1 && addresses.path(0).asText().equals("None");
  }

  private static void externalName(Part spec) {
    for (String field : List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
      JsonNode value = spec.value().path(field);
      if (!value.isMissingNode() && !(value.isArray() && value.isEmpty())) {
        spec.at(field).forbidden("may not be set for ExternalName services");
      }
    }
    Part name = spec.at("externalName");
    String bare =
        name.text().endsWith(".")
            ? name.text().substring(0, name.text().length() - 1)
            : name.text();
    if (bare.isEmpty()) {
      name.required();
    } else {
      QualifiedNames.subdomainProblems(bare)
          .forEach(problem -> name.invalidGo('"' + bare + '"', problem));
    }
  }

  private static void affinity(Part spec) {
    Part affinity = spec.at("sessionAffinity");
    affinity.oneOf(List.of("ClientIP", "None"));
    Part seconds = spec.at("sessionAffinityConfig", "clientIP", "timeoutSeconds");
    if (affinity.text().equals("ClientIP")
        && (seconds.number() <= 0 || seconds.number() > AFFINITY_SECONDS)) {
      seconds.invalidNumber("must be greater than 0 and less than " + AFFINITY_SECONDS);
    }
  }

  /** ValidateServiceClusterIPsRelatedFields, for one address. */
  private static void addresses(Part spec) {
    Part all = spec.at("clusterIPs");
    String first = all.value().path(0).asText();
    if (!first.equals(spec.text("clusterIP"))) {
      all.invalidGo(GoValues.list(all.value()), "first value must match `clusterIP`");
    }
    for (Part family : spec.each("ipFamilies")) {
      family.oneOf(List.of("IPv4", "IPv6"));
    }
    spec.at("ipFamilyPolicy").oneOf(List.of("PreferDualStack", "RequireDualStack", "SingleStack"));
    for (Part address : all.each()) {
      if (!address.text().equals("None")) {
        address.invalid(Forms.address(address.text()));
      } else if (all.value().size() > 1) {
        all.invalidGo(GoValues.list(all.value()), "'None' must be the first and only value");
      }
    }
  }

  /** validateUpgradeDowngradeClusterIPs, for one address. */
  private static void addressesKept(Part spec, JsonNode before) {
    boolean named =
        spec.text("type").equals(EXTERNAL_NAME)
            || before.path("type").asText().equals(EXTERNAL_NAME);
    if (named || (headless(spec.value()) && headless(before))) {
      return;
    }
    Part addresses = spec.at("clusterIPs");
    List<JsonNode> now = Json.items(addresses.value());
    List<JsonNode> old = Json.items(before.path("clusterIPs"));
    for (int i = 0; i < old.size() && i < now.size(); i++) {
      if (!now.get(i).equals(old.get(i))) {
        addresses
            .each()
            .get(i)
            .invalidGo(GoValues.list(addresses.value()), "may not change once set");
      }
    }
  }

  private static void balancing(Part spec, String type) {
    if (type.equals(BALANCER)) {
      return;
    }
    if (!spec.value().path("loadBalancerSourceRanges").isEmpty()) {
      spec.at("loadBalancerSourceRanges")
          .called("spec.LoadBalancerSourceRanges")
          .forbidden(ONLY_BALANCER);
    }
    for (String field : List.of("allocateLoadBalancerNodePorts", "loadBalancerClass")) {
      if (spec.has(field)) {
        spec.at(field).forbidden(ONLY_BALANCER);
      }
    }
  }

  private static void traffic(Part spec, String type) {
    Part external = spec.at("externalTrafficPolicy");
    boolean outside =
        type.equals(BALANCER)
            || type.equals("NodePort")
            || (type.equals("ClusterIP") && !spec.value().path("externalIPs").isEmpty());
    if (outside) {
      external.oneOf(List.of("Cluster", "Local"));
    } else if (!external.text().isEmpty()) {
      external.invalid("may only be set for externally-accessible services");
    }
    Part health = spec.at("healthCheckNodePort");
    boolean checked = type.equals(BALANCER) && external.text().equals("Local");
    if (!checked && health.number() != 0) {
      health.invalid(
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    }
    spec.at("internalTrafficPolicy").oneOf(List.of("Cluster", "Local"));
    spec.at("trafficDistribution").oneOf(List.of("PreferClose"));
  }
}
