// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rolling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The conditions in a Deployment's status (pkg/controller/deployment/util/deployment_util.go,
 * SetDeploymentCondition and its neighbours).
 */
public final class DeploymentConditions {
  /** Whether enough pods are available. */
  public static final String AVAILABLE = "Available";

  /** Whether the rollout moves on. */
  public static final String PROGRESSING = "Progressing";

  /** Whether pods could not be made. */
  public static final String REPLICA_FAILURE = "ReplicaFailure";

  private DeploymentConditions() {}

  /**
   * One condition.
   *
   * @param status a status
   * @param type the condition's type
   * @return it, a missing node when there is none
   */
  public static JsonNode get(JsonNode status, String type) {
    for (JsonNode condition : Json.items(status.path("conditions"))) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return Json.object().path(type);
  }

  /**
   * Why the rollout is said to move on, or not.
   *
   * @param status a status
   * @return the reason of the condition Progressing, "" when there is none
   */
  public static String progressReason(JsonNode status) {
    return get(status, PROGRESSING).path("reason").asText();
  }

  /**
   * A new condition.
   *
   * @param type its type
   * @param value "True", "False" or "Unknown"
   * @param reason in one CamelCase word
   * @param message for people
   * @param now the time
   * @return it, with both of its times at now
   */
  public static ObjectNode of(
      String type, String value, String reason, String message, Instant now) {
    String time = time(now);
    return Json.object()
        .put("type", type)
        .put("status", value)
        .put("lastUpdateTime", time)
        .put("lastTransitionTime", time)
        .put("reason", reason)
        .put("message", message);
  }

  /**
   * Puts a condition in; nothing happens when it stands there with the same status and reason.
   *
   * @param status changed
   * @param condition taken over
   */
  public static void set(ObjectNode status, ObjectNode condition) {
    JsonNode current = get(status, condition.path("type").asText());
    boolean sameStatus = current.path("status").equals(condition.path("status"));
    if (sameStatus && current.path("reason").equals(condition.path("reason"))) {
      return;
    }
    if (sameStatus) {
      condition.set("lastTransitionTime", current.path("lastTransitionTime"));
    }
    remove(status, condition.path("type").asText());
    status.withArray("/conditions").add(condition);
  }

  /**
   * Takes a condition out.
   *
   * @param status changed
   * @param type the condition's type
   */
  public static void remove(ObjectNode status, String type) {
    ArrayNode rest = Json.object().putArray("conditions");
    for (JsonNode condition : Json.items(status.path("conditions"))) {
      if (!condition.path("type").asText().equals(type)) {
        rest.add(condition);
      }
    }
    if (rest.isEmpty()) {
      status.remove("conditions");
    } else {
      status.set("conditions", rest);
    }
  }

  static String time(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
