// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What the controller writes into a Rollout, each in one write, as the real one was seen to. */
public final class ControllerMoves {
  private static final AtomicInteger SECONDS = new AtomicInteger();

  /** It sees the approval and leaves the step. */
  public static final Consumer<ScriptedApiServer> MOVES_ON =
      server -> server.edit(ControllerMoves::moveOn);

  /** It has not come round yet. */
  public static final Consumer<ScriptedApiServer> SLEEPS = server -> {};

  /** It writes what it had computed before over the approval, with the next message. */
  public static final Consumer<ScriptedApiServer> OVERWRITES =
      server -> server.edit(ControllerMoves::overwrite);

  /** The same, and its next pass still has the approval in its cache. */
  public static final Consumer<ScriptedApiServer> OVERWRITES_AND_MOVES_ON =
      OVERWRITES.andThen(server -> server.edit(ControllerMoves::approveAndMoveOn));

  private ControllerMoves() {}

  /** The step status of whichever style. */
  public static ObjectNode stepStatus(ObjectNode rollout) {
    ObjectNode status = (ObjectNode) rollout.path("status");
    return (ObjectNode)
        (status.has("canaryStatus") ? status.path("canaryStatus") : status.path("blueGreenStatus"));
  }

  /** To the next step, or to Completed. */
  public static void moveOn(ObjectNode rollout) {
    int step = stepStatus(rollout).path("currentStepIndex").asInt();
    int last = steps(rollout).size();
    if (step < last) {
      enter(rollout, step + 1, "BeforeStepUpgrade");
    } else {
      enter(rollout, step, "Completed");
    }
  }

  private static void approveAndMoveOn(ObjectNode rollout) {
    stepStatus(rollout).put("currentStepState", "StepReady");
    moveOn(rollout);
  }

  /** To a state of a step, entered just now. */
  public static void enter(ObjectNode rollout, int step, String state) {
    int last = steps(rollout).size();
    stepStatus(rollout)
        .put("currentStepIndex", step)
        .put("nextStepIndex", step < last ? step + 1 : -1)
        .put("currentStepState", state)
        .put("lastUpdateTime", "2026-02-01T00:00:%02dZ".formatted(SECONDS.incrementAndGet() % 60));
    ((ObjectNode) rollout.path("status"))
        .put("currentStepIndex", step)
        .put("currentStepState", state);
    observeSpec(rollout);
  }

  /** The status has seen the spec. */
  public static void observeSpec(ObjectNode rollout) {
    ((ObjectNode) rollout.path("status"))
        .put("observedGeneration", rollout.path("metadata").path("generation").asLong());
  }

  private static void overwrite(ObjectNode rollout) {
    stepStatus(rollout).put("currentStepState", "StepPaused");
    message(rollout, "you need manually confirm (" + SECONDS.incrementAndGet() + ")");
  }

  /** The message for people. */
  public static void message(ObjectNode rollout, String text) {
    ((ObjectNode) rollout.path("status")).put("message", text);
  }

  /** Which step a write approved, by either method; 0 for none. */
  static int approvedStep(ObjectNode before, ObjectNode after) {
    if (!after.path("status").isObject() || !isPaused(before)) {
      return 0;
    }
    int step = stepStatus(after).path("currentStepIndex").asInt();
    boolean byStatus = "StepReady".equals(stepStatus(after).path("currentStepState").asText());
    boolean bySpec = hasZero(after, step) && !hasZero(before, step);
    return byStatus || bySpec ? step : 0;
  }

  private static boolean isPaused(ObjectNode rollout) {
    return "StepPaused".equals(stepStatus(rollout).path("currentStepState").asText());
  }

  private static boolean hasZero(ObjectNode rollout, int step) {
    return steps(rollout).path(step - 1).path("pause").path("duration").asInt(-1) == 0;
  }

  /** The steps of the plan. */
  public static JsonNode steps(JsonNode rollout) {
    JsonNode strategy = rollout.path("spec").path("strategy");
    return (strategy.has("canary") ? strategy.path("canary") : strategy.path("blueGreen"))
        .path("steps");
  }
}
