// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;

/** Reads a Rollout. */
record RolloutView(JsonNode rollout) {

  JsonNode status() {
    return rollout.path("status");
  }

  String phase() {
    return status().path("phase").asText();
  }

  String message() {
    return status().path("message").asText();
  }

  private JsonNode conditionNode(String type) {
    return Json.items(status().path("conditions")).stream()
        .filter(condition -> condition.path("type").asText().equals(type))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** A condition as "True/InRolling", "" when there is none. */
  String condition(String type) {
    JsonNode condition = conditionNode(type);
    return condition.isMissingNode()
        ? ""
        : condition.path("status").asText() + "/" + condition.path("reason").asText();
  }

  String reason(String type) {
    return conditionNode(type).path("reason").asText();
  }

  String conditionStatus(String type) {
    return conditionNode(type).path("status").asText();
  }

  /** The name of the sub-status that is there, "" when there is none. */
  String subName() {
    for (String name : new String[] {"canaryStatus", "blueGreenStatus"}) {
      if (!status().path(name).isEmpty()) {
        return name;
      }
    }
    return "";
  }

  JsonNode sub() {
    return status().path(subName());
  }

  boolean blueGreenStatus() {
    return subName().equals("blueGreenStatus");
  }

  String revision() {
    return sub().path(blueGreenStatus() ? "updatedRevision" : "canaryRevision").asText();
  }

  int updated() {
    return sub().path(blueGreenStatus() ? "updatedReplicas" : "canaryReplicas").asInt();
  }

  int updatedReady() {
    return sub().path(blueGreenStatus() ? "updatedReadyReplicas" : "canaryReadyReplicas").asInt();
  }

  String style() {
    JsonNode strategy = Json.at(rollout, "spec", "strategy");
    if (strategy.has("blueGreen")) {
      return "blueGreen";
    }
    return strategy.path("canary").path("enableExtraWorkloadForCanary").asBoolean()
        ? "canary"
        : "partition";
  }

  boolean generationObserved() {
    return Meta.observed(rollout);
  }
}
