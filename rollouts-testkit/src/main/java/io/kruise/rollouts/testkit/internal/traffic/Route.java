// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.testkit.internal.object.IntOrPercent;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which requests go to the new pods: upstream's TrafficRoutingStrategy.
 *
 * @param weight per cent of all requests; empty for none said
 * @param matches conditions on requests, as they stand in the object
 * @param headerModifier changes to headers, missing for none
 */
record Route(OptionalInt weight, List<JsonNode> matches, JsonNode headerModifier) {

  static Route of(@Nullable CanaryStep step) {
    if (step == null) {
      return new Route(OptionalInt.empty(), List.of(), MissingNode.getInstance());
    }
    return new Route(
        step.getTraffic() == null
            ? OptionalInt.empty()
            : OptionalInt.of(IntOrPercent.scaled(TextNode.valueOf(step.getTraffic()), 100, true)),
        step.getMatches() == null ? List.of() : Json.items(Json.tree(step.getMatches())),
        step.getRequestHeaderModifier() == null
            ? MissingNode.getInstance()
            : Json.tree(step.getRequestHeaderModifier()));
  }

  boolean keepsAll() {
    return weight.isEmpty() && matches.isEmpty();
  }

  Route withAllToNew() {
    return new Route(OptionalInt.of(100), List.of(), headerModifier);
  }
}
