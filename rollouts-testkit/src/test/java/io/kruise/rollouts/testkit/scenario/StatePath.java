// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a Rollout stands: phase, Progressing condition, currentStepIndex, nextStepIndex,
 * currentStepState, finalisingStep. What is compared, above all.
 *
 * @param fields the six, or "(absent)" alone
 */
public record StatePath(List<JsonNode> fields) {

  /** Keeps the list from being changed. */
  public StatePath {
    fields = List.copyOf(fields);
  }

  static StatePath of(@Nullable JsonNode rollout) {
    ArrayNode fields = Json.object().putArray("path");
    if (rollout == null) {
      return read(fields.add("(absent)"));
    }
    RolloutView view = new RolloutView(rollout);
    JsonNode sub = view.sub();
    fields.add(view.phase()).add(view.condition("Progressing"));
    if (sub.isMissingNode()) {
      return read(fields.addNull().addNull().addNull().addNull());
    }
    fields.add(sub.path("currentStepIndex").asInt()).add(orNull(sub.get("nextStepIndex")));
    fields.add(orNull(sub.get("currentStepState"))).add(sub.path("finalisingStep").asText());
    return read(fields);
  }

  static StatePath read(JsonNode array) {
    return new StatePath(Json.items(array));
  }

  private static JsonNode orNull(@Nullable JsonNode value) {
    return value == null ? NullNode.getInstance() : value;
  }

  JsonNode index() {
    return fields.size() > 2 ? fields.get(2) : NullNode.getInstance();
  }

  String state() {
    return fields.size() > 4 ? fields.get(4).asText() : "";
  }

  /**
   * On a busy control plane the first pass of Initializing can come when its 3 seconds are over, so
   * that nobody sees this state.
   */
  boolean isSkippedWhenBusy() {
    return state().equals("BeforeStepUpgrade")
        && fields.get(1).asText().equals("True/Initializing");
  }

  /** Whether it is the same place but for the step, which is ready here and paused there. */
  boolean isApprovalOf(StatePath paused) {
    return state().equals("StepReady")
        && paused.state().equals("StepPaused")
        && fields.subList(0, 4).equals(paused.fields.subList(0, 4))
        && fields.get(5).equals(paused.fields.get(5));
  }

  JsonNode toJson() {
    return Json.tree(fields);
  }

  @Override
  public String toString() {
    return fields.stream()
        .map(field -> field.isNull() || field.asText().isEmpty() ? "-" : field.asText())
        .collect(Collectors.joining("|"));
  }
}
