// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How things are at the end of a run: what is compared of the Rollout, its workload, its pods. */
final class FinalState {
  private static final List<String> OF_ROLLOUT =
      List.of("phase", "progressing", "succeeded", "terminating", "style", "deleting", "message");
  private static final List<String> OF_SUB =
      List.of(
          "kind",
          "currentStepIndex",
          "nextStepIndex",
          "currentStepState",
          "finalisingStep",
          "updatedReplicas",
          "updatedReadyReplicas",
          "updatedRevision",
          "stableRevision",
          "observedRolloutID");
  private static final List<String> OF_WORKLOAD =
      List.of(
          "specReplicas",
          "paused",
          "strategyType",
          "partition",
          "inProgressing",
          "workloadTypeLabel",
          "rolloutIdLabel",
          "replicas",
          "updatedReplicas",
          "readyReplicas",
          "version",
          "deploymentStrategyAnnotation");

  private FinalState() {}

  static ObjectNode of(Moment moment, JsonNode podList, Symbols symbols) {
    ObjectNode state = Json.object();
    JsonNode rollout = moment.rollout();
    JsonNode workload = moment.workload();
    state.set("rollout", rollout == null ? null : rollout(new RolloutView(rollout), symbols));
    state.set("workload", workload == null ? null : workload(new WorkloadView(workload)));
    state.set("batchRelease", moment.batchRelease() == null ? null : Json.object());
    state.set("pods", podList.has("items") ? pods(podList.get("items")) : null);
    return state;
  }

  private static ObjectNode rollout(RolloutView view, Symbols symbols) {
    ObjectNode state =
        Json.object()
            .put("phase", view.phase())
            .put("progressing", view.condition("Progressing"))
            .put("succeeded", view.conditionStatus("Succeeded"))
            .put("terminating", view.condition("Terminating"))
            .put("style", view.style())
            .put("deleting", Meta.deleting(view.rollout()))
            .put("message", symbols.text(view.message()));
    state.set("sub", view.subName().isEmpty() ? null : sub(view, symbols));
    return state;
  }

  private static ObjectNode sub(RolloutView view, Symbols symbols) {
    JsonNode sub = view.sub();
    ObjectNode state =
        Json.object()
            .put("kind", view.subName())
            .put("currentStepIndex", sub.path("currentStepIndex").asInt());
    state.set("nextStepIndex", sub.get("nextStepIndex"));
    state.set("currentStepState", sub.get("currentStepState"));
    return state
        .put("finalisingStep", sub.path("finalisingStep").asText())
        .put("updatedReplicas", view.updated())
        .put("updatedReadyReplicas", view.updatedReady())
        .put("updatedRevision", symbols.revision(view.revision()))
        .put("stableRevision", symbols.hash(sub.path("stableRevision").asText()))
        .put("observedRolloutID", symbols.revision(sub.path("observedRolloutID").asText()));
  }

  private static ObjectNode workload(WorkloadView view) {
    JsonNode workload = view.workload();
    ObjectNode state = Json.object();
    state.set("specReplicas", Json.at(workload, "spec").get("replicas"));
    state.put("paused", view.paused()).put("strategyType", view.strategyType());
    state.set("partition", view.partition().isMissingNode() ? null : view.partition());
    return state
        .put("inProgressing", view.inProgressing())
        .put("workloadTypeLabel", view.type())
        .put("rolloutIdLabel", Meta.label(workload, RolloutLabels.ROLLOUT_ID))
        .put("replicas", view.replicas())
        .put("updatedReplicas", view.updated())
        .put("readyReplicas", view.ready())
        .put("version", view.version())
        .put(
            "deploymentStrategyAnnotation",
            view.hasAnnotation(RolloutAnnotations.DEPLOYMENT_STRATEGY));
  }

  /** By version: how many there are, and how many of them are ready. Those that go don't count. */
  private static ObjectNode pods(JsonNode items) {
    ObjectNode state = Json.object();
    for (JsonNode pod : Json.items(items)) {
      if (!Meta.deleting(pod)) {
        String version = WorkloadView.version(pod.path("spec"));
        ObjectNode count = Json.dig(state, version.isEmpty() ? "?" : version);
        count.put("total", count.path("total").asInt() + 1);
        count.put("ready", count.path("ready").asInt() + (isReady(pod) ? 1 : 0));
      }
    }
    return state;
  }

  private static boolean isReady(JsonNode pod) {
    return Json.items(Json.at(pod, "status", "conditions")).stream()
        .filter(condition -> condition.path("type").asText().equals("Ready"))
        .anyMatch(condition -> condition.path("status").asText().equals("True"));
  }

  /** What is compared, by dotted names; what is null or absent is left out. */
  static SortedMap<String, String> flat(JsonNode state) {
    SortedMap<String, String> flat = new TreeMap<>();
    JsonNode rollout = state.path("rollout");
    pick(flat, "rollout", rollout, OF_ROLLOUT);
    pick(flat, "sub", rollout.path("sub"), OF_SUB);
    pick(flat, "workload", state.path("workload"), OF_WORKLOAD);
    flat.put("batchRelease", Boolean.toString(!state.path("batchRelease").isNull()));
    for (var version : state.path("pods").properties()) {
      pick(flat, "pods." + version.getKey(), version.getValue(), List.of("total", "ready"));
    }
    return flat;
  }

  private static void pick(
      SortedMap<String, String> flat, String prefix, JsonNode object, List<String> names) {
    for (String name : names) {
      if (object.hasNonNull(name)) {
        flat.put(prefix + "." + name, object.get(name).asText());
      }
    }
  }
}
