// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.nio.charset.StandardCharsets;

/**
 * What the annotation deployment-strategy says: upstream's DeploymentStrategy
 * (api/v1alpha1/deployment_types.go). Immutable.
 *
 * @param rollingStyle such as "Partition", "" for none
 * @param rollingUpdate the Deployment's own rollingUpdate, missing for none
 * @param paused whether no pod is to be upgraded
 * @param partition how many pods are to be upgraded, as a number or per cent
 */
record AdvancedStrategy(
    String rollingStyle, JsonNode rollingUpdate, boolean paused, JsonNode partition) {

  /** GetDeploymentStrategy (pkg/util/workloads_utils.go): what can't be read is as if absent. */
  static AdvancedStrategy of(JsonNode deployment) {
    JsonNode tree = read(Meta.annotation(deployment, RolloutAnnotations.DEPLOYMENT_STRATEGY));
    JsonNode partition = tree.path("partition");
    return new AdvancedStrategy(
        tree.path("rollingStyle").asText(),
        tree.path("rollingUpdate"),
        tree.path("paused").asBoolean(),
        partition.isMissingNode() ? IntNode.valueOf(0) : partition);
  }

  private static JsonNode read(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return Json.object();
    }
  }

  boolean partitioned() {
    return rollingStyle.equalsIgnoreCase(RollingStyle.PARTITION.value());
  }

  AdvancedStrategy withRollingUpdate(JsonNode other) {
    return new AdvancedStrategy(rollingStyle, other, paused, partition);
  }

  AdvancedStrategy withPaused() {
    return new AdvancedStrategy(rollingStyle, rollingUpdate, true, partition);
  }

  /**
   * SetDefaultDeploymentStrategy. An absent maxSurge stays absent there and sets maxUnavailable to
   * 25% instead, whatever it was.
   */
  AdvancedStrategy withDefaults() {
    if (!rollingStyle.equals(RollingStyle.PARTITION.value())) {
      return this;
    }
    ObjectNode filled =
        rollingUpdate instanceof ObjectNode given ? given.deepCopy() : Json.object();
    if (!filled.hasNonNull("maxUnavailable") || !filled.hasNonNull("maxSurge")) {
      filled.put("maxUnavailable", "25%");
    }
    if (Amount.of(filled.path("maxSurge")).ofHundred() == 0
        && Amount.of(filled.path("maxUnavailable")).ofHundred() == 0) {
      filled.put("maxUnavailable", 1).put("maxSurge", 0);
    }
    return withRollingUpdate(filled);
  }

  /** As upstream writes it: the fields in their order there, the empty ones left out. */
  String text() {
    ObjectNode tree = Json.object();
    if (!rollingStyle.isEmpty()) {
      tree.put("rollingStyle", rollingStyle);
    }
    if (rollingUpdate.isObject()) {
      ObjectNode limits = tree.putObject("rollingUpdate");
      for (String limit : new String[] {"maxUnavailable", "maxSurge"}) {
        if (rollingUpdate.hasNonNull(limit)) {
          limits.set(limit, rollingUpdate.path(limit));
        }
      }
    }
    if (paused) {
      tree.put("paused", true);
    }
    tree.set("partition", partition);
    return new String(Json.bytes(tree), StandardCharsets.UTF_8);
  }
}
