// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the steps must be: validateRolloutSpecCanarySteps. Only the first fault is named.
 *
 * @param steps the field as it stands in the object
 * @param style how the release goes
 * @param field the path to the steps
 */
record StepRules(JsonNode steps, RollingStyle style, String field) {
  /** The flag partition-percent-limit. */
  private static final int PARTITION_LIMIT = 50;

  Faults broken() {
    List<JsonNode> items = Json.items(steps);
    if (items.isEmpty()) {
      return new Faults()
          .invalid(field, GoText.steps(steps), "The number of Canary.Steps cannot be empty");
    }
    for (int i = 0; i < items.size(); i++) {
      Faults faults = step(items.get(i), field + "[" + i + "]");
      if (!faults.isEmpty()) {
        return faults;
      }
    }
    return order(items);
  }

  private Faults step(JsonNode step, String stepField) {
    Amount replicas = Amount.of(step.path("replicas"));
    if (!replicas.present()) {
      return all(stepField, "replicas cannot be empty");
    }
    OptionalInt scaled = replicas.scaledToHundred();
    if (scaled.isEmpty()
        || scaled.getAsInt() <= 0
        || (scaled.getAsInt() > 100 && replicas.isText())) {
      return new Faults()
          .invalid(
              stepField + ".Replicas",
              GoText.amount(step.path("replicas")),
              "replicas must be positive number, or a percentage with \"0%\" < canaryReplicas <="
                  + " \"100%\"");
    }
    boolean routed = step.hasNonNull("traffic");
    if (!routed && step.path("matches").isEmpty()) {
      return new Faults();
    }
    if (style == RollingStyle.PARTITION
        && replicas.isText()
        && scaled.getAsInt() > PARTITION_LIMIT) {
      return all(
          stepField,
          "For partition style rollout: step[x].replicas must not greater than"
              + " partition-percent-limit if traffic specified");
    }
    return routed ? traffic(Amount.of(step.path("traffic")), stepField) : new Faults();
  }

  private Faults traffic(Amount traffic, String stepField) {
    OptionalInt weight = traffic.scaledToHundred();
    boolean blueGreen = style == RollingStyle.BLUE_GREEN;
    int least = blueGreen ? 0 : 1;
    if (weight.isPresent() && weight.getAsInt() >= least && weight.getAsInt() <= 100) {
      return new Faults();
    }
    return all(
        stepField,
        blueGreen
            ? "traffic must be percentage with \"0%\" <= traffic <= \"100%\" in blueGreen strategy"
            : "traffic must be percentage with \"0%\" < traffic <= \"100%\" in canary strategy");
  }

  /** Neighbours are only compared when both are per cent, or both are numbers. */
  private Faults order(List<JsonNode> items) {
    for (int i = 1; i < items.size(); i++) {
      Amount before = Amount.of(items.get(i - 1).path("replicas"));
      Amount after = Amount.of(items.get(i).path("replicas"));
      if (before.isText() == after.isText() && after.ofHundred() < before.ofHundred()) {
        return new Faults()
            .invalid(
                field + ".CanaryReplicas",
                GoText.steps(steps),
                "Steps.CanaryReplicas must be a non decreasing sequence");
      }
    }
    return new Faults();
  }

  private Faults all(String stepField, String why) {
    return new Faults().invalid(stepField + ".steps", GoText.steps(steps), why);
  }
}
