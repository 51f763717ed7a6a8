// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Updates pods without making them anew: possible when templates differ in images, labels and
 * annotations alone (pkg/util/inplaceupdate). A pod is not ready from then on until its containers
 * run the new images. Grace periods, launch priorities and values taken from metadata are not
 * played.
 */
final class InPlaceUpdate {
  private static final String STATE = "apps.kruise.io/inplace-update-state";

  private final Revision from;
  private final Revision to;

  /**
   * An update.
   *
   * @param from the pods' revision
   * @param to the wanted one
   */
  InPlaceUpdate(Revision from, Revision to) {
    this.from = from;
    this.to = to;
  }

  /** Whether nothing else differs (defaultCalculateInPlaceUpdateSpec). */
  boolean possible() {
    return withoutImages(from).equals(withoutImages(to));
  }

  /**
   * Begins it on a pod (Update).
   *
   * @param pod the pod
   * @param labels those that tell its revision
   * @param now the cluster's time
   * @param step gets the writes
   */
  void start(KruisePod pod, Map<String, String> labels, Instant now, Step.Builder step) {
    if (pod.hasGate(KruiseNames.IN_PLACE_UPDATE_READY)) {
      step.mergeStatus(pod.ref(), PodConditions.closeGate(pod, now));
    }
    ObjectNode patch = Json.object();
    change(patch, "labels");
    change(patch, "annotations");
    labels.forEach((key, value) -> Json.dig(patch, "metadata", "labels").put(key, value));
    if (pod.lifecycle() != LifecycleState.NONE) {
      LifecycleState.UPDATING.writeOn(patch, now);
    }
    ArrayNode containers = Json.dig(patch, "spec").putArray("containers");
    Set<String> updated = new TreeSet<>();
    for (JsonNode container : Json.items(Json.at(pod.object(), "spec", "containers"))) {
      String name = container.path("name").asText();
      String image = image(to, name);
      ObjectNode copy = container.deepCopy();
      if (!image.equals(image(from, name))) {
        copy.put("image", image);
        updated.add(name);
      }
      containers.add(copy);
    }
    Json.dig(patch, "metadata", "annotations").put(STATE, state(pod, updated, now));
    step.merge(pod.ref(), patch);
  }

  /** Whether a pod's containers run what they should (DefaultCheckInPlaceUpdateCompleted). */
  static boolean completed(KruisePod pod) {
    if (Meta.annotation(pod.object(), STATE).isEmpty()) {
      return true;
    }
    List<JsonNode> statuses = Json.items(Json.at(pod.object(), "status", "containerStatuses"));
    return Json.items(Json.at(pod.object(), "spec", "containers")).stream()
        .allMatch(
            container ->
                statuses.stream()
                    .filter(status -> status.path("name").equals(container.path("name")))
                    .anyMatch(status -> status.path("image").equals(container.path("image"))));
  }

  /** The labels or annotations that one template has and the other has not, or has otherwise. */
  private void change(ObjectNode patch, String field) {
    JsonNode before = from.template().path("metadata").path(field);
    JsonNode after = to.template().path("metadata").path(field);
    ObjectNode changes =
        Json.mergeDiff(
            before instanceof ObjectNode old ? old : Json.object(),
            after instanceof ObjectNode wanted ? wanted : Json.object());
    if (!changes.isEmpty()) {
      Json.dig(patch, "metadata").set(field, changes);
    }
  }

  /** What is noted on the pod (apis/apps/pub InPlaceUpdateState). */
  private String state(KruisePod pod, Set<String> updated, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode state = Json.object().put("revision", to.name()).put("updateTimestamp", time);
    ObjectNode last = state.putObject("lastContainerStatuses");
    for (JsonNode status : Json.items(Json.at(pod.object(), "status", "containerStatuses"))) {
      if (updated.contains(status.path("name").asText())) {
        last.putObject(status.path("name").asText()).set("imageID", status.path("imageID"));
      }
    }
    if (!updated.isEmpty()) {
      state.put("updateImages", true);
    }
    ArrayNode containers =
        state
            .putArray("containerBatchesRecord")
            .addObject()
            .put("timestamp", time)
            .putArray("containers");
    updated.forEach(containers::add);
    return new String(Json.bytes(state), StandardCharsets.UTF_8);
  }

  private static String image(Revision revision, String container) {
    return Json.items(Json.at(revision.data(), "spec", "template", "spec", "containers")).stream()
        .filter(each -> each.path("name").asText().equals(container))
        .map(each -> each.path("image").asText())
        .findFirst()
        .orElse("");
  }

  private static JsonNode withoutImages(Revision revision) {
    ObjectNode spec = Json.dig(revision.template(), "spec");
    for (JsonNode container : Json.items(spec.path("containers"))) {
      if (container instanceof ObjectNode each && each.has("image")) {
        each.put("image", "");
      }
    }
    return spec;
  }
}
