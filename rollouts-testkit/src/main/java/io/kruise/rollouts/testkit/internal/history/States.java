// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.RolloutState;
import io.kruise.rollouts.testkit.Transition;
import io.kruise.rollouts.testkit.internal.object.Json;

/** What the trees of a Rollout say, in either style. */
public final class States {
  private static final String PAUSED = "StepPaused";

  private States() {}

  /**
   * What a status says.
   *
   * @param rollout the whole object
   * @return the state
   */
  public static RolloutState of(JsonNode rollout) {
    JsonNode status = rollout.path("status");
    JsonNode step = status.has("canaryStatus") ? status.path("canaryStatus") : blueGreen(status);
    String message = status.path("message").asText();
    return new RolloutState(
        status.path("phase").asText(),
        reason(status),
        step.path("currentStepIndex").asInt(),
        step.path("nextStepIndex").asInt(),
        step.path("currentStepState").asText(),
        step.path("finalisingStep").asText(),
        message.isEmpty() ? step.path("message").asText() : message,
        step.path("observedRolloutID").asText(),
        step.path(status.has("canaryStatus") ? "canaryRevision" : "updatedRevision").asText());
  }

  private static JsonNode blueGreen(JsonNode status) {
    return status.path("blueGreenStatus");
  }

  private static String reason(JsonNode status) {
    for (JsonNode condition : Json.items(status.path("conditions"))) {
      if (condition.path("type").asText().equals("Progressing")) {
        return condition.path("reason").asText();
      }
    }
    return "";
  }

  /** What a change of the status was. */
  static Transition.Kind kind(RolloutState from, RolloutState to, boolean byClient) {
    boolean sameStep = from.rolling() && to.isAt(from.step(), to.stepState());
    if (sameStep && byClient && moved(from, to, PAUSED, "StepReady")) {
      return Transition.Kind.APPROVED;
    }
    // the controller itself leads no step back from StepReady to StepPaused
    return sameStep && moved(from, to, "StepReady", PAUSED)
        ? Transition.Kind.APPROVAL_OVERWRITTEN
        : Transition.Kind.MOVED;
  }

  private static boolean moved(RolloutState from, RolloutState to, String state, String then) {
    return from.stepState().equals(state) && to.stepState().equals(then);
  }

  /** Whether an edit of the spec took the pause away from the step that is paused. */
  static boolean approvedByPlan(JsonNode before, JsonNode after, RolloutState state) {
    return state.isAt(state.step(), PAUSED)
        && !pausesForNothing(before, state.step())
        && pausesForNothing(after, state.step());
  }

  private static boolean pausesForNothing(JsonNode rollout, int step) {
    JsonNode strategy = Json.at(rollout, "spec", "strategy");
    JsonNode style = strategy.has("canary") ? strategy.path("canary") : strategy.path("blueGreen");
    JsonNode duration = Json.at(style.path("steps").path(step - 1), "pause", "duration");
    return duration.isNumber() && duration.asInt() == 0;
  }
}
