// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The conditions that OpenKruise's controllers write on pods, as merge patches of their status. */
final class PodConditions {
  private PodConditions() {}

  /** Opens the readiness gate of updates in place. */
  static ObjectNode openGate(KruisePod pod, Instant now) {
    return patch(pod, List.of(condition(KruiseNames.IN_PLACE_UPDATE_READY, "True", "", "", now)));
  }

  /**
   * Closes the readiness gate of updates in place, and makes the pod unready if its containers are
   * ready (pkg/util/pods.go, SetPodReadyCondition).
   */
  static ObjectNode closeGate(KruisePod pod, Instant now) {
    String gate = KruiseNames.IN_PLACE_UPDATE_READY;
    List<ObjectNode> conditions = new ArrayList<>();
    conditions.add(condition(gate, "False", "StartInPlaceUpdate", "", now));
    if (pod.condition("ContainersReady").path("status").asText().equals("True")) {
      String why = "the status of pod readiness gate \"" + gate + "\" is not \"True\", but False";
      conditions.add(condition("Ready", "False", "ReadinessGatesNotReady", why, now));
    }
    return patch(pod, conditions);
  }

  private static ObjectNode condition(
      String type, String status, String reason, String message, Instant now) {
    ObjectNode condition =
        Json.object()
            .put("type", type)
            .put("status", status)
            .put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
    }
    if (!message.isEmpty()) {
      condition.put("message", message);
    }
    return condition;
  }

  /** The other conditions stay as they are. */
  private static ObjectNode patch(KruisePod pod, List<ObjectNode> conditions) {
    ObjectNode patch = Json.object();
    ArrayNode all = Json.dig(patch, "status").putArray("conditions");
    for (JsonNode before : Json.items(Json.at(pod.object(), "status", "conditions"))) {
      boolean stays =
          conditions.stream().noneMatch(each -> each.path("type").equals(before.path("type")));
      if (stays) {
        all.add(before);
      }
    }
    all.addAll(conditions);
    return patch;
  }
}
