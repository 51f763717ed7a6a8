// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;

/** Reads a workload of any kind. */
record WorkloadView(JsonNode workload) {

  private JsonNode strategy() {
    JsonNode spec = workload.path("spec");
    return spec.has("strategy") ? spec.get("strategy") : spec.path("updateStrategy");
  }

  String strategyType() {
    return strategy().path("type").asText();
  }

  JsonNode partition() {
    return strategy().has("partition")
        ? strategy().get("partition")
        : strategy().path("rollingUpdate").path("partition");
  }

  boolean paused() {
    return workload.path("spec").path("paused").asBoolean()
        || strategy().path("paused").asBoolean()
        || strategy().path("rollingUpdate").path("paused").asBoolean();
  }

  boolean inProgressing() {
    return Json.at(workload, "metadata", "annotations").has(RolloutAnnotations.IN_PROGRESSING);
  }

  boolean hasAnnotation(String key) {
    return Json.at(workload, "metadata", "annotations").has(key);
  }

  String type() {
    return Meta.label(workload, RolloutLabels.WORKLOAD_TYPE);
  }

  int replicas() {
    return count("replicas", "desiredNumberScheduled");
  }

  int updated() {
    return count("updatedReplicas", "updatedNumberScheduled");
  }

  int ready() {
    return count("readyReplicas", "numberReady");
  }

  private int count(String usual, String ofDaemonSets) {
    JsonNode status = workload.path("status");
    return status.path(usual).asInt(status.path(ofDaemonSets).asInt());
  }

  /** The value of VERSION in the environment of a pod's spec, "" when there is none. */
  static String version(JsonNode podSpec) {
    return Json.items(podSpec.path("containers")).stream()
        .flatMap(container -> Json.items(container.path("env")).stream())
        .filter(variable -> variable.path("name").asText().equals("VERSION"))
        .map(variable -> variable.path("value").asText())
        .findFirst()
        .orElse("");
  }

  String version() {
    return version(Json.at(workload, "spec", "template", "spec"));
  }
}
