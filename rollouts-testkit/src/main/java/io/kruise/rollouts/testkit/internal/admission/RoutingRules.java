// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;

/** What trafficRoutings must be: validateRolloutSpecCanaryTraffic, and the number of them. */
final class RoutingRules {
  private RoutingRules() {}

  static Faults broken(JsonNode routings, String strategyField) {
    Faults faults = new Faults();
    if (routings.size() > 1) {
      faults.invalid(
          strategyField,
          GoText.routings(routings),
          "Rollout currently only support single TrafficRouting.");
    }
    Json.items(routings).forEach(each -> check(each, strategyField + ".TrafficRouting", faults));
    return faults;
  }

  private static void check(JsonNode routing, String field, Faults faults) {
    String service = routing.path("service").asText();
    JsonNode ingress = routing.path("ingress");
    JsonNode gateway = routing.path("gateway");
    if (routing.path("gracePeriodSeconds").asInt() < 0) {
      faults.invalid(
          field + ".GracePeriodSeconds",
          GoText.quoted(service),
          "TrafficRouting.GracePeriodSeconds cannot be negative");
    }
    if (service.isEmpty()) {
      faults.invalid(
          field + ".Service", GoText.quoted(service), "TrafficRouting.Service cannot be empty");
    }
    if (!routing.hasNonNull("gateway")
        && !routing.hasNonNull("ingress")
        && !routing.hasNonNull("customNetworkRefs")) {
      faults.invalid(field + ".TrafficRoutings", GoText.NULL, "TrafficRoutings are not set");
    }
    if (ingress.isObject() && ingress.path("name").asText().isEmpty()) {
      faults.invalid(
          field + ".Ingress",
          GoText.ingress(ingress),
          "TrafficRouting.Ingress.Ingress cannot be empty");
    }
    if (gateway.isObject() && gateway.path("httpRouteName").asText("").isEmpty()) {
      faults.invalid(
          field + ".Gateway",
          GoText.gateway(gateway),
          "TrafficRouting.Gateway must set the name of HTTPRoute or HTTPsRoute");
    }
  }
}
