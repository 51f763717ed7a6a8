// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import org.jspecify.annotations.Nullable;

/**
 * The three objects that are looked at, as they were at one moment.
 *
 * @param rollout null when there is none
 * @param workload null when there is none
 * @param batchRelease null when there is none
 */
record Moment(
    @Nullable JsonNode rollout, @Nullable JsonNode workload, @Nullable JsonNode batchRelease) {
  static final Moment NOTHING = new Moment(null, null, null);

  /** After one more write. */
  Moment after(Heard heard, Scenario scenario) {
    JsonNode object = heard.deleted() ? null : heard.object();
    if (heard.isOf(ResourceKind.ROLLOUT.kind(), scenario.rollout())) {
      return new Moment(object, workload, batchRelease);
    }
    if (heard.isOf(scenario.workloadKind().kind(), scenario.workload())) {
      return new Moment(rollout, object, batchRelease);
    }
    if (heard.isOf(ResourceKind.BATCH_RELEASE.kind(), scenario.rollout())) {
      return new Moment(rollout, workload, object);
    }
    return this;
  }

  StatePath path() {
    return StatePath.of(rollout);
  }

  /** Whether all fields of a wait hold: a list is any of its values, a name in "…Min" at least. */
  boolean matches(JsonNode wanted) {
    ObjectNode facts = facts();
    return wanted.properties().stream()
        .allMatch(field -> matches(field.getKey(), field.getValue(), facts));
  }

  private static boolean matches(String name, JsonNode wanted, ObjectNode facts) {
    if (name.equals("message") || name.equals("subMessage")) {
      return facts.path(name).asText().contains(wanted.asText());
    }
    if (name.endsWith("Min")) {
      return facts.path(name.substring(0, name.length() - 3)).asInt() >= wanted.asInt();
    }
    if (wanted.isArray()) {
      return Json.items(wanted).contains(facts.path(name));
    }
    return facts.path(name).equals(wanted);
  }

  /** What waits can ask for. */
  ObjectNode facts() {
    ObjectNode facts =
        Json.object().put("deleted", rollout == null).put("wDeleted", workload == null);
    if (rollout != null) {
      ofRollout(facts, new RolloutView(rollout));
    }
    if (workload != null) {
      WorkloadView view = new WorkloadView(workload);
      facts
          .put("wUpdated", view.updated())
          .put("wReady", view.ready())
          .put("wReplicas", view.replicas())
          .put("wPaused", view.paused())
          .put("wInProgressing", view.inProgressing())
          .put("wLabel", view.type())
          .put("wStatusCurrent", Meta.observed(workload));
    }
    return facts;
  }

  private static void ofRollout(ObjectNode facts, RolloutView view) {
    JsonNode sub = view.sub();
    facts
        .put("phase", view.phase())
        .put("reason", view.reason("Progressing"))
        .put("succeeded", view.conditionStatus("Succeeded"))
        .put("terminating", view.condition("Terminating"))
        .put("message", view.message())
        .put("topState", view.status().path("currentStepState").asText())
        .put("generationObserved", view.generationObserved())
        .put("hasSub", !sub.isMissingNode());
    if (!sub.isMissingNode()) {
      facts
          .put("index", sub.path("currentStepIndex").asInt())
          .put("state", sub.path("currentStepState").asText())
          .put("finalisingStep", sub.path("finalisingStep").asText())
          .put("subMessage", sub.path("message").asText())
          .put("updated", view.updated())
          .put("ready", view.updatedReady())
          .put("id", sub.path("observedRolloutID").asText());
      facts.set("next", sub.path("nextStepIndex"));
    }
  }
}
