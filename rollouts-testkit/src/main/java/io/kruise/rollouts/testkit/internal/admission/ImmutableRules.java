// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.testkit.internal.object.Json;

/**
 * What may not change while a release runs or the Rollout is on its way out: validateRolloutUpdate.
 * Only the first fault is named.
 */
final class ImmutableRules {
  private ImmutableRules() {}

  static Faults broken(JsonNode before, JsonNode after) {
    RolloutPhase phase = RolloutPhase.of(Json.at(before, "status", "phase").asText());
    if (phase != RolloutPhase.PROGRESSING && phase != RolloutPhase.TERMINATING) {
      return new Faults();
    }
    ReleaseStrategy old = ReleaseStrategy.of(before);
    ReleaseStrategy wanted = ReleaseStrategy.of(after);
    if (!workload(before).equals(workload(after))) {
      return new Faults().forbidden("Spec.ObjectRef", "Rollout 'ObjectRef' field is immutable");
    }
    if (!routings(old).equals(routings(wanted))) {
      return new Faults()
          .forbidden(
              "Spec.Strategy.Canary|BlueGreen.TrafficRoutings",
              "Rollout 'Strategy.Canary|BlueGreen.TrafficRoutings' field is immutable");
    }
    if (old.style() != wanted.style()) {
      return new Faults()
          .forbidden(
              "Spec.Strategy.Canary|BlueGreen",
              "Rollout style and enableExtraWorkloadForCanary are immutable");
    }
    if (old.steps().size() != wanted.steps().size()) {
      return new Faults()
          .forbidden("Spec.Strategy.Canary|BlueGreen", "Amount of Rollout steps are immutable");
    }
    return new Faults();
  }

  private static Object workload(JsonNode rollout) {
    return RolloutRules.names(Json.at(rollout, "spec", "workloadRef"));
  }

  /** The routings, with a classType of no characters as Go reads it: absent. */
  private static JsonNode routings(ReleaseStrategy strategy) {
    JsonNode routings = strategy.trafficRoutings().deepCopy();
    for (JsonNode routing : Json.items(routings)) {
      if (routing.path("ingress") instanceof ObjectNode ingress
          && ingress.path("classType").asText().isEmpty()) {
        ingress.remove("classType");
      }
    }
    return routings;
  }
}
