// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;

/** Makes the requests of the actions that write. */
final class Requests {
  private static final String STEP_READY = "StepReady";

  private final Scenario scenario;
  private final Plane plane;

  Requests(Scenario scenario, Plane plane) {
    this.scenario = scenario;
    this.plane = plane;
  }

  Call of(Verb verb, JsonNode argument) {
    return switch (verb) {
      case CREATE -> create(argument);
      case APPLY -> apply(argument);
      case PATCH ->
          Call.patch(path(argument), argument.path("type").asText("merge"), argument.path("body"));
      case PATCH_STATUS ->
          Call.patch(statusPath(), argument.path("type").asText("merge"), argument.path("body"));
      case PUT_STATUS -> Call.put(statusPath(), changedStatus(argument));
      case PUT -> Call.put(path(argument), merged(live(path(argument)), argument.path("set")));
      case APPROVE -> approve(argument);
      case SET_TEMPLATE -> new TemplateChange(argument).patch(scenario.workloadKind(), this);
      case LABEL -> metadata("labels", argument);
      case ANNOTATE -> metadata("annotations", argument);
      case SCALE -> Call.patch(workloadPath(), "merge", scaled(argument));
      case DELETE -> Call.delete(path(argument), deletion(argument));
      case UNTIL, HOLD, SLEEP -> throw new IllegalArgumentException(verb + " sends nothing");
    };
  }

  private Call create(JsonNode manifest) {
    ObjectNode object = manifest.deepCopy();
    object.withObject("/metadata").put("namespace", plane.namespace());
    return Call.post(ResourceKind.of(manifest).path(plane.namespace()), object);
  }

  private Call apply(JsonNode manifest) {
    String path = ResourceKind.of(manifest).path(plane.namespace(), Meta.name(manifest));
    return plane.send(Call.get(path)).refused()
        ? create(manifest)
        : Call.patch(path, "merge", manifest);
  }

  private JsonNode changedStatus(JsonNode argument) {
    ObjectNode rollout = live(rolloutPath()).deepCopy();
    if (argument.path("staleResourceVersion").asBoolean()) {
      long version = Meta.of(rollout).path("resourceVersion").asLong() - 1;
      rollout.withObject("/metadata").put("resourceVersion", Long.toString(version));
    }
    Json.items(argument.path("remove")).forEach(field -> remove(rollout, field.asText()));
    ObjectNode status = Json.object();
    status.set("status", argument.path("set").isObject() ? argument.get("set") : Json.object());
    return merged(rollout, status);
  }

  private static void remove(ObjectNode object, String dotted) {
    List<String> fields = List.of(dotted.split("\\.", -1));
    JsonNode owner = Json.at(object, fields.subList(0, fields.size() - 1).toArray(String[]::new));
    if (owner instanceof ObjectNode found) {
      found.remove(fields.get(fields.size() - 1));
    }
  }

  private Call approve(JsonNode argument) {
    String sub =
        new RolloutView(live(rolloutPath())).blueGreenStatus() ? "blueGreenStatus" : "canaryStatus";
    if (!argument.has("guarded")) {
      ObjectNode patch = Json.object();
      Json.dig(patch, "status", sub).put("currentStepState", STEP_READY);
      return Call.patch(statusPath(), "merge", patch);
    }
    ArrayNode patch = Json.object().putArray("patch");
    for (var guard : argument.get("guarded").properties()) {
      patch
          .addObject()
          .put("op", "test")
          .put("path", "/status/" + sub + "/" + guard.getKey())
          .set("value", guard.getValue());
    }
    patch
        .addObject()
        .put("op", "replace")
        .put("path", "/status/" + sub + "/currentStepState")
        .put("value", STEP_READY);
    return Call.patch(statusPath(), "json", patch);
  }

  private Call metadata(String field, JsonNode argument) {
    ObjectNode patch = Json.object();
    patch.putObject("metadata").set(field, argument.path("set"));
    String path = argument.has("kind") ? path(argument) : workloadPath();
    return Call.patch(path, "merge", patch);
  }

  private static JsonNode scaled(JsonNode replicas) {
    ObjectNode patch = Json.object();
    patch.putObject("spec").set("replicas", replicas);
    return patch;
  }

  private static JsonNode deletion(JsonNode argument) {
    return Json.object()
        .put("kind", "DeleteOptions")
        .put("apiVersion", "v1")
        .put("propagationPolicy", argument.path("propagation").asText("Background"));
  }

  /** Of the object that an action names; of the Rollout when it names none. */
  private String path(JsonNode argument) {
    String kind = argument.path("kind").asText(ResourceKind.ROLLOUT.kind());
    boolean rollout = kind.equals(ResourceKind.ROLLOUT.kind());
    String usual = rollout ? scenario.rollout() : scenario.workload();
    ResourceKind found =
        kind.equals(scenario.workloadKind().kind())
            ? scenario.workloadKind()
            : ResourceKind.named(kind);
    return found.path(plane.namespace(), argument.path("name").asText(usual));
  }

  private String rolloutPath() {
    return ResourceKind.ROLLOUT.path(plane.namespace(), scenario.rollout());
  }

  private String statusPath() {
    return rolloutPath() + "/status";
  }

  String workloadPath() {
    return scenario.workloadKind().path(plane.namespace(), scenario.workload());
  }

  JsonNode live(String path) {
    return plane.send(Call.get(path)).body();
  }

  /** Fields of objects are merged, nulls kept, all else is replaced. */
  static JsonNode merged(JsonNode target, JsonNode changes) {
    ObjectNode merged = target.deepCopy();
    for (var change : changes.properties()) {
      JsonNode before = merged.path(change.getKey());
      boolean both = before.isObject() && change.getValue().isObject();
      merged.set(
          change.getKey(), both ? merged(before, change.getValue()) : change.getValue().deepCopy());
    }
    return merged;
  }
}
