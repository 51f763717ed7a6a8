// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.ConditionType;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The conditions of a BatchRelease; the controller writes only Progressing, when a batch can't be
 * upgraded (pkg/util/condition.go).
 *
 * @param items in order; not to be changed
 */
record ReleaseConditions(List<JsonNode> items) {
  static final ReleaseConditions NONE = new ReleaseConditions(List.of());

  private static final String TYPE = ConditionType.PROGRESSING.value();
  private static final String REASON = ProgressingReason.IN_ROLLING.value();

  ReleaseConditions {
    items = List.copyOf(items);
  }

  static ReleaseConditions of(JsonNode array) {
    return new ReleaseConditions(Json.items(array));
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  ArrayNode tree() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    items.forEach(each -> array.add(each.deepCopy()));
    return array;
  }

  /** True, and why; the times of one that is there already stay as they are. */
  ReleaseConditions progressing(String why, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode condition = Json.object().put("type", TYPE);
    condition.put("lastUpdateTime", time).put("lastTransitionTime", time);
    for (JsonNode each : items) {
      if (isProgressing(each)) {
        condition.setAll((ObjectNode) each);
      }
    }
    condition.put("status", "True").put("reason", REASON).put("message", why);
    if (items.contains(condition)) {
      return this;
    }
    List<JsonNode> others = new ArrayList<>(withoutProgressing().items);
    others.add(condition);
    return new ReleaseConditions(others);
  }

  ReleaseConditions withoutProgressing() {
    return new ReleaseConditions(items.stream().filter(each -> !isProgressing(each)).toList());
  }

  private static boolean isProgressing(JsonNode condition) {
    return condition.path("type").asText().equals(TYPE);
  }
}
