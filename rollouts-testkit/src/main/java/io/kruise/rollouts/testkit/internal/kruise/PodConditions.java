// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The conditions that OpenKruise's controllers write on pods. */
final class PodConditions {
  private PodConditions() {}

  /** The merge patch of a pod's status that makes one condition True, and leaves the others. */
  static ObjectNode makeTrue(KruisePod pod, String type, Instant now) {
    ObjectNode patch = Json.object();
    ArrayNode conditions = Json.dig(patch, "status").putArray("conditions");
    for (JsonNode condition : Json.items(Json.at(pod.object(), "status", "conditions"))) {
      if (!condition.path("type").asText().equals(type)) {
        conditions.add(condition);
      }
    }
    conditions
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    return patch;
  }
}
