// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rolling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A Deployment's status: the sums over its ReplicaSets, and whether its rollout moves on
 * (pkg/controller/deployment/sync.go, calculateStatus; progress.go, syncRolloutStatus).
 */
public final class DeploymentProgress {
  private static final String COMPLETE = "NewReplicaSetAvailable";
  private static final String TIMED_OUT = "ProgressDeadlineExceeded";

  private final DeploymentSync sync;

  /**
   * For one pass.
   *
   * @param sync the pass
   */
  public DeploymentProgress(DeploymentSync sync) {
    this.sync = sync;
  }

  /**
   * Writes the sums when they differ (syncDeploymentStatus).
   *
   * @param all all ReplicaSets
   * @param newest the one of the present template, if there is one
   */
  public void writeSums(List<ReplicaSet> all, Optional<ReplicaSet> newest) {
    write(sums(all, newest));
  }

  /**
   * Writes the sums and the progress when they differ (syncRolloutStatus).
   *
   * @param all all ReplicaSets
   * @param newest the one of the present template, if there is one
   * @return when to look whether the rollout stands still (requeueStuckDeployment); empty when
   *     something was written or nothing is awaited
   */
  public Optional<Duration> write(List<ReplicaSet> all, Optional<ReplicaSet> newest) {
    ObjectNode status = sums(all, newest);
    if (sync.progressDeadlineSeconds().isEmpty()) {
      DeploymentConditions.remove(status, DeploymentConditions.PROGRESSING);
    } else if (!wasComplete(status)) {
      judge(
          status,
          newest
              .map(set -> "ReplicaSet \"" + set.name() + "\"")
              .orElse("Deployment \"" + Meta.name(sync.deployment()) + "\""));
    }
    failure(all, newest)
        .ifPresentOrElse(
            condition -> DeploymentConditions.set(status, condition),
            () -> DeploymentConditions.remove(status, DeploymentConditions.REPLICA_FAILURE));
    if (status.equals(sync.status())) {
      return stuckCheck(status);
    }
    write(status);
    return Optional.empty();
  }

  /**
   * Whether all pods are of the present template and available (DeploymentComplete).
   *
   * @param status a status of the Deployment
   * @return whether its rollout is done
   */
  public boolean complete(JsonNode status) {
    int replicas = sync.replicas();
    return status.path("updatedReplicas").asInt() == replicas
        && status.path("replicas").asInt() == replicas
        && status.path("availableReplicas").asInt() == replicas
        && status.path("observedGeneration").asLong() >= Meta.generation(sync.deployment());
  }

  private void write(ObjectNode status) {
    sync.deployment().set("status", status);
    sync.writeStatus();
  }

  private ObjectNode sums(List<ReplicaSet> all, Optional<ReplicaSet> newest) {
    int available = ReplicaSets.sum(all, ReplicaSet::available);
    ObjectNode status = Json.object();
    status.put("observedGeneration", (int) Meta.generation(sync.deployment()));
    count(status, "replicas", ReplicaSets.sum(all, ReplicaSet::present));
    count(status, "updatedReplicas", newest.map(ReplicaSet::present).orElse(0));
    count(status, "readyReplicas", ReplicaSets.sum(all, ReplicaSet::ready));
    count(status, "availableReplicas", available);
    count(status, "unavailableReplicas", ReplicaSets.sum(all, ReplicaSet::replicas) - available);
    for (String kept : List.of("collisionCount", "conditions")) {
      if (sync.status().has(kept)) {
        status.set(kept, sync.status().path(kept).deepCopy());
      }
    }
    boolean enough = available >= sync.replicas() - sync.rules().maxUnavailable();
    DeploymentConditions.set(
        status,
        DeploymentConditions.of(
            DeploymentConditions.AVAILABLE,
            enough ? "True" : "False",
            enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            enough
                ? "Deployment has minimum availability."
                : "Deployment does not have minimum availability.",
            sync.now()));
    return status;
  }

  private static void count(ObjectNode status, String field, int number) {
    if (number > 0) {
      status.put(field, number);
    }
  }

  private boolean wasComplete(JsonNode status) {
    return status.path("replicas").asInt() == status.path("updatedReplicas").asInt()
        && DeploymentConditions.progressReason(sync.status()).equals(COMPLETE);
  }

  private void judge(ObjectNode status, String who) {
    JsonNode current = DeploymentConditions.get(sync.status(), DeploymentConditions.PROGRESSING);
    if (complete(status)) {
      DeploymentConditions.set(
          status, progressing("True", COMPLETE, who + " has successfully progressed."));
    } else if (movesOn(status)) {
      ObjectNode condition = progressing("True", "ReplicaSetUpdated", who + " is progressing.");
      // unlike other conditions it is written anew each time, as its lastUpdateTime counts
      if (current.path("status").asText().equals("True")) {
        condition.set("lastTransitionTime", current.path("lastTransitionTime"));
      }
      DeploymentConditions.remove(status, DeploymentConditions.PROGRESSING);
      DeploymentConditions.set(status, condition);
    } else if (timedOut(status)) {
      DeploymentConditions.set(
          status, progressing("False", TIMED_OUT, who + " has timed out progressing."));
    }
  }

  private ObjectNode progressing(String value, String reason, String message) {
    return DeploymentConditions.of(
        DeploymentConditions.PROGRESSING, value, reason, message, sync.now());
  }

  /** DeploymentProgressing. */
  private boolean movesOn(JsonNode status) {
    JsonNode before = sync.status();
    return grew(before, status, "updatedReplicas")
        || oldPods(status) < oldPods(before)
        || grew(before, status, "readyReplicas")
        || grew(before, status, "availableReplicas");
  }

  private static boolean grew(JsonNode before, JsonNode after, String field) {
    return after.path(field).asInt() > before.path(field).asInt();
  }

  private static int oldPods(JsonNode status) {
    return status.path("replicas").asInt() - status.path("updatedReplicas").asInt();
  }

  /** DeploymentTimedOut. */
  private boolean timedOut(JsonNode status) {
    String reason = DeploymentConditions.progressReason(status);
    if (reason.isEmpty() || reason.equals(COMPLETE)) {
      return false;
    }
    return reason.equals(TIMED_OUT) || deadline(status).isBefore(sync.now());
  }

  private Instant deadline(JsonNode status) {
    JsonNode condition = DeploymentConditions.get(status, DeploymentConditions.PROGRESSING);
    return Timestamp.parse(condition.path("lastUpdateTime").asText())
        .plusSeconds(sync.progressDeadlineSeconds().orElse(0));
  }

  private Optional<Duration> stuckCheck(JsonNode status) {
    String reason = DeploymentConditions.progressReason(sync.status());
    if (sync.progressDeadlineSeconds().isEmpty()
        || reason.isEmpty()
        || reason.equals(TIMED_OUT)
        || complete(status)) {
      return Optional.empty();
    }
    return Optional.of(Duration.between(sync.now(), deadline(status)).plusSeconds(1));
  }

  /** getReplicaFailures, ReplicaSetToDeploymentCondition. */
  private static Optional<ObjectNode> failure(List<ReplicaSet> all, Optional<ReplicaSet> newest) {
    List<ReplicaSet> newestFirst = ReplicaSets.and(List.of(), newest);
    newestFirst.addAll(all);
    return newestFirst.stream()
        .map(set -> DeploymentConditions.get(set.object().path("status"), "ReplicaFailure"))
        .filter(JsonNode::isObject)
        .map(
            condition -> {
              ObjectNode copy = condition.deepCopy();
              copy.set("lastUpdateTime", condition.path("lastTransitionTime"));
              return copy;
            })
        .findFirst();
  }
}
