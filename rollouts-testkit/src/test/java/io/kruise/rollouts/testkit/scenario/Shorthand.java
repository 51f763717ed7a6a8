// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;

/**
 * Writes a scenario's shorthand out.
 *
 * <ul>
 *   <li>{@code given: {workload, rollout}}: a workload, awaited, and its Rollout, awaited
 *   <li>{@code create: {workload: …}}, {@code create: {rollout: …}} and the same with {@code
 *       apply}: a manifest, by {@link Manifests}
 *   <li>{@code paused: 2}: until step 2 awaits its approval, and a moment more
 *   <li>{@code walk: [1, 2]}: step 1 awaits and gets its approval, then step 2
 *   <li>{@code completed: 5}, {@code cancelled: 5}: until the release is over, and all 5 pods are
 *       as they shall be
 * </ul>
 */
final class Shorthand {
  /** What the controller writes next after it came to a pause is over by then. */
  private static final double QUIET_SECONDS = 0.6;

  private final ArrayNode actions = Json.object().putArray("steps");
  private JsonNode workload = Json.object();
  private int planned;

  private Shorthand() {}

  static JsonNode expand(JsonNode scenario) {
    Shorthand shorthand = new Shorthand();
    if (scenario.has("given")) {
      shorthand.given(scenario.get("given"));
    }
    Json.items(scenario.path("steps")).forEach(shorthand::step);
    ObjectNode expanded = scenario.deepCopy();
    expanded.remove("given");
    expanded.set("steps", shorthand.actions);
    return expanded;
  }

  private void given(JsonNode given) {
    JsonNode rollout = given.path("rollout");
    if (rollout.path("traffic").asBoolean()) {
      act("create", Manifests.service());
      act("create", Manifests.ingress());
    }
    workload = Manifests.workload(given.path("workload"));
    act("create", workload);
    act("until", pods(Manifests.pods(given.path("workload"))));
    create(Manifests.rollout(rollout, workload));
    act("until", Json.object().put("phase", "Healthy").put("state", "Completed"));
    sleep(0.5);
  }

  private void step(JsonNode step) {
    if (step.has("paused")) {
      paused(step.get("paused").asInt());
    } else if (step.has("walk")) {
      Json.items(step.get("walk"))
          .forEach(
              index -> {
                paused(index.asInt());
                act("approve", Json.object());
              });
    } else if (step.has("completed")) {
      over("True", step.get("completed").asInt());
    } else if (step.has("cancelled")) {
      over("False", step.get("cancelled").asInt());
    } else {
      spelled(step);
    }
  }

  private void spelled(JsonNode step) {
    ObjectNode written = step.deepCopy();
    for (String verb : new String[] {"create", "apply"}) {
      JsonNode argument = step.path(verb);
      if (argument.has("workload")) {
        workload = Manifests.workload(argument.get("workload"));
        written.set(verb, workload);
      } else if (argument.has("rollout")) {
        written.set(verb, Manifests.rollout(argument.get("rollout"), workload));
      }
      plannedBy(written.path(verb));
    }
    actions.add(written);
  }

  private void create(JsonNode manifest) {
    plannedBy(manifest);
    act("create", manifest);
  }

  /** Messages say "step(1/3)": the 3 is what the newest Rollout plans. */
  private void plannedBy(JsonNode manifest) {
    JsonNode strategy = Json.at(manifest, "spec", "strategy");
    int steps = strategy.findPath("steps").size();
    planned = steps > 0 ? steps : planned;
  }

  private void paused(int index) {
    act(
        "until",
        Json.object()
            .put("phase", "Progressing")
            .put("reason", "InRolling")
            .put("index", index)
            .put("state", "StepPaused")
            .put("message", "step(" + index + "/" + planned + "), and you need"));
    sleep(QUIET_SECONDS);
  }

  private void over(String succeeded, int pods) {
    act(
        "until",
        Json.object()
            .put("phase", "Healthy")
            .put("reason", "Completed")
            .put("succeeded", succeeded));
    ObjectNode all = pods(pods);
    act("until", all.put("wUpdated", pods));
    sleep(0.5);
  }

  private static ObjectNode pods(int count) {
    return Json.object().put("wReady", count).put("wReplicas", count).put("wStatusCurrent", true);
  }

  private void sleep(double seconds) {
    actions.addObject().put("sleep", seconds);
  }

  private void act(String verb, JsonNode argument) {
    actions.addObject().set(verb, argument);
  }
}
