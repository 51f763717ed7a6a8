// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import io.kruise.rollouts.testkit.internal.ownership.ActiveReplicaSets;
import java.util.List;
import java.util.Optional;

/** Holds back a Deployment, and keeps it held back: WorkloadHandler.handleDeployment. */
final class DeploymentRelease {
  private static final String ROLLING_UPDATE = "RollingUpdate";
  private static final String RECREATE = "Recreate";

  private DeploymentRelease() {}

  static void mutate(Admission.Request request, JsonNode before) {
    ObjectNode deployment = request.object();
    Optional<ObjectNode> rollout = Release.rolloutFor(request);
    if (rollout.isEmpty()) {
      return;
    }
    if (Meta.annotation(deployment, RolloutAnnotations.IN_PROGRESSING).isEmpty()) {
      begin(request, before, rollout.get());
      return;
    }
    AdvancedStrategy strategy = AdvancedStrategy.of(deployment);
    if (strategy.partitioned()) {
      keepPartition(deployment, before, strategy);
    } else if (!Meta.annotation(deployment, RolloutAnnotations.ORIGINAL_DEPLOYMENT_STRATEGY)
        .isEmpty()) {
      keepBlueGreen(deployment, before);
    } else {
      keepCanary(deployment, before);
    }
  }

  private static void begin(Admission.Request request, JsonNode before, JsonNode rollout) {
    ObjectNode deployment = request.object();
    if (Json.at(deployment, "spec", "replicas").asInt(1) == 0
        || !Release.isNewRevision(before, deployment)) {
      return;
    }
    List<ObjectNode> active = ActiveReplicaSets.of(request.world(), before);
    boolean routed = !ReleaseStrategy.of(rollout).trafficRoutings().isEmpty();
    if (active.isEmpty() || (routed && active.size() != 1)) {
      return;
    }
    StableReplicaSet.among(active, deployment)
        .ifPresent(
            stable ->
                Json.dig(deployment, "metadata", "labels")
                    .put(RolloutLabels.STABLE_REVISION, Meta.label(stable, TemplateHash.LABEL)));
    pause(deployment);
    Release.begin(deployment, rollout);
  }

  /**
   * Kruise's own controller moves the pods: the native one stays off, by Recreate and paused, and
   * what the user changes in rollingUpdate goes to the annotation.
   */
  private static void keepPartition(
      ObjectNode deployment, JsonNode before, AdvancedStrategy strategy) {
    JsonNode given = Json.at(deployment, "spec", "strategy");
    boolean newRevision = Release.isNewRevision(before, deployment);
    boolean rolling = given.path("type").asText(ROLLING_UPDATE).equals(ROLLING_UPDATE);
    boolean tuned = given.hasNonNull("rollingUpdate");
    if (paused(deployment) && !rolling && !tuned && !newRevision) {
      return;
    }
    pause(deployment);
    AdvancedStrategy kept = strategy;
    if (tuned) {
      kept = kept.withRollingUpdate(given.path("rollingUpdate"));
    }
    if (newRevision) {
      kept = kept.withPaused();
    }
    ObjectNode own = Json.dig(deployment, "spec", "strategy");
    own.remove("rollingUpdate");
    if (rolling) {
      own.put("type", RECREATE);
    }
    Json.dig(deployment, "metadata", "annotations")
        .put(RolloutAnnotations.DEPLOYMENT_STRATEGY, kept.withDefaults().text());
  }

  private static void keepBlueGreen(ObjectNode deployment, JsonNode before) {
    if (Release.isNewRevision(before, deployment)) {
      pause(deployment);
    }
    JsonNode type = Json.at(deployment, "spec", "strategy", "type");
    if (!type.asText(ROLLING_UPDATE).equals(ROLLING_UPDATE)) {
      Json.dig(deployment, "spec", "strategy")
          .set("type", Json.at(before, "spec", "strategy", "type").deepCopy());
    }
  }

  private static void keepCanary(ObjectNode deployment, JsonNode before) {
    pause(deployment);
    if (Json.at(deployment, "spec", "strategy", "type").asText().equals(RECREATE)) {
      Json.dig(deployment, "spec").set("strategy", Json.at(before, "spec", "strategy").deepCopy());
    }
  }

  private static boolean paused(JsonNode deployment) {
    return Json.at(deployment, "spec", "paused").asBoolean();
  }

  private static void pause(ObjectNode deployment) {
    Json.dig(deployment, "spec").put("paused", true);
  }
}
