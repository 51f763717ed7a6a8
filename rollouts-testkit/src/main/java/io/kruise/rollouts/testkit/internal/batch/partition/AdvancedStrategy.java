// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.partition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.batch.release.ReplicaMath;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What Kruise's own Deployment controller goes by: an annotation on the Deployment
 * (api/v1alpha1/deployment_types.go, DeploymentStrategy).
 *
 * @param tree as it stands in the annotation; not to be changed
 */
record AdvancedStrategy(ObjectNode tree) {

  /** As a Deployment has it; without anything when it has none (util.GetDeploymentStrategy). */
  static AdvancedStrategy of(JsonNode deployment) {
    String text = Meta.annotation(deployment, RolloutAnnotations.DEPLOYMENT_STRATEGY);
    try {
      JsonNode tree = Json.parse(text.getBytes(StandardCharsets.UTF_8));
      return new AdvancedStrategy(tree instanceof ObjectNode object ? object : Json.object());
    } catch (JsonProcessingException e) {
      return new AdvancedStrategy(Json.object());
    }
  }

  /** To begin with: no pod is upgraded, and the Deployment's own rolling settings hold. */
  static AdvancedStrategy beginning(JsonNode deployment) {
    JsonNode own = Json.at(deployment, "spec", "strategy", "rollingUpdate");
    JsonNode rolling = own.isObject() ? own : of(deployment).rollingUpdate();
    return of(withDefaults(rolling), new IntOrString(0));
  }

  /** With another partition. */
  AdvancedStrategy with(IntOrString partition) {
    ObjectNode copy = tree.deepCopy();
    copy.set("partition", Json.tree(partition));
    return new AdvancedStrategy(copy);
  }

  IntOrString partition() {
    return Objects.requireNonNullElseGet(
        ReplicaMath.read(tree.path("partition")), () -> new IntOrString(0));
  }

  JsonNode rollingUpdate() {
    return tree.path("rollingUpdate");
  }

  /** As it stands in the annotation. */
  String text() {
    return new String(Json.bytes(tree), StandardCharsets.UTF_8);
  }

  private static AdvancedStrategy of(JsonNode rollingUpdate, IntOrString partition) {
    ObjectNode tree = Json.object().put("rollingStyle", RollingStyle.PARTITION.value());
    tree.set("rollingUpdate", rollingUpdate);
    tree.set("partition", Json.tree(partition));
    return new AdvancedStrategy(tree);
  }

  /**
   * SetDefaultDeploymentStrategy. A missing maxSurge is not filled in there: the default goes to
   * maxUnavailable instead.
   */
  private static JsonNode withDefaults(JsonNode rollingUpdate) {
    JsonNode unavailable = rollingUpdate.path("maxUnavailable");
    JsonNode surge = rollingUpdate.path("maxSurge");
    ObjectNode filled = Json.object();
    if (unavailable.isMissingNode() || surge.isMissingNode()) {
      filled.put("maxUnavailable", "25%");
    } else {
      filled.set("maxUnavailable", unavailable);
    }
    if (!surge.isMissingNode()) {
      filled.set("maxSurge", surge);
    }
    boolean stuck =
        ReplicaMath.up(ReplicaMath.read(filled.path("maxUnavailable")), 100) == 0
            && ReplicaMath.up(ReplicaMath.read(surge), 100) == 0;
    return stuck ? Json.object().put("maxUnavailable", 1).put("maxSurge", 0) : filled;
  }
}
