// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.GoJson;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.function.Function;

/**
 * A Rollout's spec in the form of upstream's Go types (api/v1beta1/rollout_types.go,
 * trafficrouting.go): in which it is hashed, and in which it is stored when upstream writes the
 * whole Rollout.
 */
final class TypedSpec {
  private static final GoJson FORM =
      GoJson.ordered(
              "workloadRef",
              "strategy",
              "disabled",
              "paused",
              "canary",
              "blueGreen",
              "steps",
              "trafficRoutings",
              "failureThreshold",
              "patchPodTemplateMetadata",
              "enableExtraWorkloadForCanary",
              "trafficRoutingRef",
              "disableGenerateCanaryService",
              "traffic",
              "requestHeaderModifier",
              "matches",
              "replicas",
              "pause",
              "duration",
              "set",
              "add",
              "remove",
              "path",
              "headers",
              "queryParams",
              "service",
              "gracePeriodSeconds",
              "ingress",
              "gateway",
              "customNetworkRefs",
              "classType",
              "httpRouteName",
              "apiVersion",
              "kind",
              "type",
              "name",
              "value",
              "annotations",
              "labels")
          .keeping("disabled", "duration", "replicas", "failureThreshold", "traffic");

  /** Hashes the strategy's own part. */
  static final Function<JsonNode, String> HASH = TypedSpec::hash;

  private TypedSpec() {}

  /**
   * What is stored when upstream writes the Rollout: false, zeros and empty lists are gone, each
   * step has a pause. This changes the generation of a Rollout that was written otherwise.
   */
  static ObjectNode of(JsonNode spec) {
    ObjectNode typed = (ObjectNode) FORM.tree(spec);
    for (String part : new String[] {"canary", "blueGreen"}) {
      for (JsonNode step : Json.items(Json.at(typed, "strategy", part, "steps"))) {
        if (!step.has("pause")) {
          ((ObjectNode) step).set("pause", Json.object());
        }
      }
    }
    return typed;
  }

  /**
   * The hash of a plan's {@link Plan#part}, of all but pauses and the failure threshold:
   * calculateRolloutHash (rollout_status.go).
   */
  static String hash(JsonNode strategy) {
    ObjectNode part = strategy.deepCopy();
    part.remove("failureThreshold");
    if (part.get("steps") instanceof ArrayNode steps) {
      steps.forEach(step -> ((ObjectNode) step).set("pause", Json.object()));
    }
    return GoJson.safe(GoJson.sha256(FORM.text(part)));
  }
}
