// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.ConditionType;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;

/**
 * An element of status.conditions, as a value: upstream's GetRolloutCondition, too, gives a copy
 * (pkg/util/condition.go), so that a message set on it reaches nobody.
 *
 * @param type such as "Progressing"
 * @param status "True" or "False"
 * @param lastUpdateTime RFC 3339, "" for none
 * @param lastTransitionTime RFC 3339, "" for none
 * @param reason in one CamelCase word
 * @param message for people
 */
record Condition(
    String type,
    String status,
    String lastUpdateTime,
    String lastTransitionTime,
    String reason,
    String message) {

  static final String TRUE = "True";
  static final String FALSE = "False";

  /** NewRolloutCondition. */
  static Condition make(
      ConditionType type, String status, String reason, String message, Instant now) {
    String time = Times.text(now);
    return new Condition(type.value(), status, time, time, reason, message);
  }

  static Condition of(JsonNode tree) {
    return new Condition(
        tree.path("type").asText(),
        tree.path("status").asText(),
        tree.path("lastUpdateTime").asText(),
        tree.path("lastTransitionTime").asText(),
        tree.path("reason").asText(),
        tree.path("message").asText());
  }

  ObjectNode tree() {
    ObjectNode tree = Json.object().put("type", type).put("status", status);
    if (!lastUpdateTime.isEmpty()) {
      tree.put("lastUpdateTime", lastUpdateTime);
    }
    if (!lastTransitionTime.isEmpty()) {
      tree.put("lastTransitionTime", lastTransitionTime);
    }
    return tree.put("reason", reason).put("message", message);
  }

  /** The same condition, now saying something else; its times stay. */
  Condition saying(String newStatus, String newReason, String newMessage) {
    return new Condition(
        type, newStatus, lastUpdateTime, lastTransitionTime, newReason, newMessage);
  }

  /** What SetRolloutCondition looks at to tell whether there is anything new. */
  boolean saysTheSameAs(Condition other) {
    return status.equals(other.status)
        && reason.equals(other.reason)
        && message.equals(other.message);
  }

  Condition transitionedAt(String time) {
    return new Condition(type, status, lastUpdateTime, time, reason, message);
  }
}
