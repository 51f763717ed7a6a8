// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.testkit.internal.object.Json;

/**
 * A Rollout's spec.strategy, as the methods of upstream's RolloutStrategy read it
 * (api/v1beta1/rollout_types.go).
 *
 * @param tree the field as it stands in the object
 */
record ReleaseStrategy(JsonNode tree) {

  static ReleaseStrategy of(JsonNode rollout) {
    return new ReleaseStrategy(Json.at(rollout, "spec", "strategy"));
  }

  boolean hasCanary() {
    return tree.hasNonNull("canary");
  }

  boolean hasBlueGreen() {
    return tree.hasNonNull("blueGreen");
  }

  /** IsEmptyRelease. */
  boolean empty() {
    return !hasCanary() && !hasBlueGreen();
  }

  /** GetRollingStyle. Upstream fails on an empty strategy; here it has no style. */
  RollingStyle style() {
    if (empty()) {
      return RollingStyle.UNKNOWN;
    }
    if (hasBlueGreen()) {
      return RollingStyle.BLUE_GREEN;
    }
    return tree.path("canary").path("enableExtraWorkloadForCanary").asBoolean()
        ? RollingStyle.CANARY
        : RollingStyle.PARTITION;
  }

  /** GetSteps. */
  JsonNode steps() {
    return chosen().path("steps");
  }

  /** GetTrafficRouting: missing where the field is, which upstream tells from an empty list. */
  JsonNode trafficRoutings() {
    JsonNode routings = chosen().path("trafficRoutings");
    return routings.isNull() ? MissingNode.getInstance() : routings;
  }

  private JsonNode chosen() {
    return tree.path(hasBlueGreen() ? "blueGreen" : "canary");
  }
}
