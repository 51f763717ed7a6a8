// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.object.Json;

/**
 * The argument of {@link Verb#SET_TEMPLATE}: {@code version}; in the same request {@code rolloutId}
 * (the label), {@code rolloutIdAnnotation}, {@code replicas}; {@code readyLimit}, which lets at
 * most 0 or 3 pods of the template become ready, {@code clearReadyLimit}.
 */
record TemplateChange(JsonNode argument) {
  /** What the fake goes by; a real plane goes by where the pods may run. */
  private static final String READY_LIMIT = "conformance/ready-limit";

  private static final String CONTAINER = "busybox";

  Call patch(ResourceKind kind, Requests requests) {
    ObjectNode patch = Json.object();
    ObjectNode template = Json.dig(patch, "spec", "template");
    limit(template);
    if (argument.has("rolloutId")) {
      Json.dig(patch, "metadata", "labels")
          .set(RolloutLabels.ROLLOUT_ID, argument.get("rolloutId"));
    }
    if (argument.has("rolloutIdAnnotation")) {
      Json.dig(patch, "metadata", "annotations")
          .set(RolloutAnnotations.ROLLOUT_ID, argument.get("rolloutIdAnnotation"));
    }
    if (argument.has("replicas")) {
      Json.dig(patch, "spec").set("replicas", argument.get("replicas"));
    }
    ObjectNode podSpec = Json.dig(template, "spec");
    if (kind.isCustom()) {
      podSpec.set("containers", allContainers(requests.live(requests.workloadPath())));
      return Call.patch(requests.workloadPath(), "merge", patch);
    }
    ObjectNode container = podSpec.putArray("containers").addObject().put("name", container());
    container.putArray("env").add(variable());
    return Call.patch(requests.workloadPath(), "strategic", patch);
  }

  private String container() {
    return argument.path("container").asText(CONTAINER);
  }

  private ObjectNode variable() {
    ObjectNode variable = Json.object().put("name", "VERSION");
    variable.set("value", argument.path("version"));
    return variable;
  }

  /** A merge patch replaces the list. */
  private ArrayNode allContainers(JsonNode workload) {
    ArrayNode containers = Json.at(workload, "spec", "template", "spec", "containers").deepCopy();
    for (JsonNode container : containers) {
      if (container.path("name").asText().equals(container())) {
        ArrayNode others = Json.object().putArray("env");
        Json.items(container.path("env")).stream()
            .filter(variable -> !variable.path("name").asText().equals("VERSION"))
            .forEach(others::add);
        ((ObjectNode) container).set("env", others.add(variable()));
      }
    }
    return containers;
  }

  /** 0: no node fits. 3: one pod on each of the plane's three nodes. */
  private void limit(ObjectNode template) {
    String track = argument.path("version").asText();
    if (argument.has("readyLimit")) {
      int limit = argument.get("readyLimit").asInt();
      Json.dig(template, "metadata", "annotations").put(READY_LIMIT, Integer.toString(limit));
      if (limit == 0) {
        Json.dig(template, "spec", "nodeSelector").put("conformance/none", "none");
      } else {
        Json.dig(template, "metadata", "labels").put("track", track);
        ObjectNode apart =
            Json.dig(template, "spec", "affinity", "podAntiAffinity")
                .putArray("requiredDuringSchedulingIgnoredDuringExecution")
                .addObject()
                .put("topologyKey", "kubernetes.io/hostname");
        Json.dig(apart, "labelSelector", "matchLabels").put("track", track);
      }
    } else if (argument.path("clearReadyLimit").asBoolean()) {
      Json.dig(template, "metadata", "annotations").putNull(READY_LIMIT);
      Json.dig(template, "metadata", "labels").putNull("track");
      Json.dig(template, "spec").putNull("nodeSelector").putNull("affinity");
    }
  }
}
