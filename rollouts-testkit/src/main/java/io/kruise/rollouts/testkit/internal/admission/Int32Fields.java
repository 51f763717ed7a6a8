// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The numbers that Go keeps in 32 bits, while the schema lets larger ones pass: the webhook fails
 * to decode those. The text is that of Go's JSON decoder, which ends at once with a number or text
 * (IntOrString) that it can't read, and else goes on and names the first plain number.
 */
final class Int32Fields {

  private record TooLarge(String number, String struct, String path) {
    String text() {
      return "json: cannot unmarshal number "
          + number
          + " into Go struct field "
          + struct
          + "."
          + path
          + " of type int32";
    }
  }

  private final List<TooLarge> mixed = new ArrayList<>();
  private final List<TooLarge> plain = new ArrayList<>();

  private Int32Fields() {}

  static Optional<String> firstTooLarge(JsonNode rollout) {
    Int32Fields fields = new Int32Fields();
    JsonNode strategy = Json.at(rollout, "spec", "strategy");
    fields.scan(strategy.path("blueGreen"), "BlueGreenStrategy", "spec.strategy.blueGreen");
    fields.scan(strategy.path("canary"), "CanaryStrategy", "spec.strategy.canary");
    List<TooLarge> found = fields.mixed.isEmpty() ? fields.plain : fields.mixed;
    return found.stream().findFirst().map(TooLarge::text);
  }

  private void scan(JsonNode style, String struct, String path) {
    note(mixed, style.path("failureThreshold"), struct, path + ".failureThreshold");
    for (JsonNode step : Json.items(style.path("steps"))) {
      JsonNode duration = Json.at(step, "pause", "duration");
      note(plain, duration, "RolloutPause", path + ".steps.pause.duration");
      note(mixed, step.path("replicas"), "CanaryStep", path + ".steps.replicas");
    }
    for (JsonNode routing : Json.items(style.path("trafficRoutings"))) {
      note(
          plain,
          routing.path("gracePeriodSeconds"),
          "TrafficRoutingRef",
          path + ".trafficRoutings.gracePeriodSeconds");
    }
  }

  private static void note(List<TooLarge> found, JsonNode value, String struct, String path) {
    if (value.isNumber() && !value.canConvertToInt()) {
      found.add(new TooLarge(value.asText(), struct, path));
    }
  }
}
