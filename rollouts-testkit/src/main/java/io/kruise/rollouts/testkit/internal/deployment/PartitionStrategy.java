// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.object.IntOrPercent;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the annotation deployment-strategy says (api/v1alpha1/deployment_types.go,
 * DeploymentStrategy).
 *
 * @param rollingUpdate maxSurge and maxUnavailable; a missing node when there are none
 * @param paused whether only the size is kept
 * @param partition how many pods are to be updated, a number or a percentage
 */
record PartitionStrategy(JsonNode rollingUpdate, boolean paused, JsonNode partition) {

  /**
   * Of a Deployment that the controller is in charge of (IsUnderRolloutControl, NewController).
   *
   * @param deployment any Deployment
   * @return its strategy; empty when others are in charge
   */
  static Optional<PartitionStrategy> of(JsonNode deployment) {
    JsonNode spec = deployment.path("spec");
    boolean controlled =
        !Meta.annotation(deployment, RolloutAnnotations.CONTROL_INFO).isEmpty()
            && Json.at(spec, "strategy", "type").asText().equals("Recreate")
            && spec.path("paused").asBoolean();
    String text = Meta.annotation(deployment, RolloutAnnotations.DEPLOYMENT_STRATEGY);
    if (!controlled) {
      return Optional.empty();
    }
    try {
      JsonNode strategy = Json.parse(text.getBytes(StandardCharsets.UTF_8));
      if (!strategy.isObject() || strategy.path("rollingStyle").asText().equals("Canary")) {
        return Optional.empty();
      }
      return Optional.of(
          new PartitionStrategy(
              strategy.path("rollingUpdate"),
              strategy.path("paused").asBoolean(),
              strategy.path("partition")));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * How many pods may be updated (NewRSReplicasLimit). A percentage below 100% leaves at least one
   * old pod.
   *
   * @param replicas how many pods the Deployment wants
   * @return a number of pods
   */
  int limit(int replicas) {
    int limit = Math.max(Math.min(IntOrPercent.scaled(partition, replicas, true), replicas), 0);
    boolean part = partition.isTextual() && !partition.asText().equals("100%");
    return replicas > 1 && part ? Math.min(limit, replicas - 1) : limit;
  }
}
