// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.bluegreen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The settings of a workload before a release, kept in an annotation (control/apis.go,
 * OriginalDeploymentStrategy).
 *
 * @param tree maxUnavailable, maxSurge, minReadySeconds and progressDeadlineSeconds, as far as
 *     known; not to be changed
 */
record OriginalSetting(ObjectNode tree) {

  /** Whether a workload has such an annotation. */
  static boolean isOn(JsonNode workload) {
    return !Meta.annotation(workload, RolloutAnnotations.ORIGINAL_DEPLOYMENT_STRATEGY).isEmpty();
  }

  /** As kept on a workload; empty when the annotation is no JSON object (GetOriginalSetting). */
  static Optional<OriginalSetting> on(JsonNode workload) {
    if (!isOn(workload)) {
      return Optional.of(new OriginalSetting(Json.object()));
    }
    String text = Meta.annotation(workload, RolloutAnnotations.ORIGINAL_DEPLOYMENT_STRATEGY);
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode object
          ? Optional.of(new OriginalSetting(object))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** What is not known yet is taken from a Deployment (InitOriginalSetting). */
  OriginalSetting orOfDeployment(JsonNode deployment) {
    JsonNode spec = deployment.path("spec");
    JsonNode rolling = Json.at(spec, "strategy", "rollingUpdate");
    ObjectNode filled = surge(rolling, "25%", "25%");
    fillMinReadySeconds(filled, spec);
    if (!tree.hasNonNull("progressDeadlineSeconds")) {
      filled.put("progressDeadlineSeconds", spec.path("progressDeadlineSeconds").asInt(600));
    } else {
      filled.set("progressDeadlineSeconds", tree.path("progressDeadlineSeconds"));
    }
    return new OriginalSetting(filled);
  }

  /** What is not known yet is taken from a CloneSet (InitOriginalSetting). */
  OriginalSetting orOfCloneSet(JsonNode cloneSet) {
    JsonNode spec = cloneSet.path("spec");
    ObjectNode filled = surge(spec.path("updateStrategy"), "20%", "0%");
    fillMinReadySeconds(filled, spec);
    return new OriginalSetting(filled);
  }

  /** One of the settings; null in a tree when it isn't known. */
  JsonNode get(String field) {
    return tree.hasNonNull(field) ? tree.path(field) : NullNode.getInstance();
  }

  int minReadySeconds() {
    return tree.path("minReadySeconds").asInt();
  }

  /** As it stands in the annotation. */
  String text() {
    return new String(Json.bytes(tree), StandardCharsets.UTF_8);
  }

  private ObjectNode surge(JsonNode from, String maxUnavailable, String maxSurge) {
    ObjectNode filled = Json.object();
    fill(filled, "maxUnavailable", from, maxUnavailable);
    fill(filled, "maxSurge", from, maxSurge);
    return filled;
  }

  private void fill(ObjectNode filled, String field, JsonNode from, String otherwise) {
    if (tree.hasNonNull(field)) {
      filled.set(field, tree.path(field));
    } else if (from.hasNonNull(field)) {
      filled.set(field, from.path(field));
    } else {
      filled.put(field, otherwise);
    }
  }

  private void fillMinReadySeconds(ObjectNode filled, JsonNode spec) {
    int seconds = minReadySeconds() == 0 ? spec.path("minReadySeconds").asInt() : minReadySeconds();
    if (seconds != 0) {
      filled.put("minReadySeconds", seconds);
    }
  }
}
