// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a pod is on its way through its workload's hooks: the value of a label
 * (apis/apps/pub/lifecycle.go, pkg/util/lifecycle).
 */
enum LifecycleState {
  /** No label. */
  NONE(""),
  /** Made, and not yet available. */
  PREPARING_NORMAL("PreparingNormal"),
  /** As available as its readiness says. */
  NORMAL("Normal"),
  /** Waits for the hook before an update in place. */
  PREPARING_UPDATE("PreparingUpdate"),
  /** Is updated in place. */
  UPDATING("Updating"),
  /** Waits for the hook after an update in place. */
  UPDATED("Updated"),
  /** Waits for the hook before its deletion. */
  PREPARING_DELETE("PreparingDelete");

  private final String label;

  LifecycleState(String label) {
    this.label = label;
  }

  static LifecycleState of(String label) {
    return Stream.of(values()).filter(state -> state.label.equals(label)).findFirst().orElse(NONE);
  }

  /** Whether a pod in this state counts as available if it is ready (IsPodAvailable). */
  boolean settled() {
    return this == NONE || this == NORMAL;
  }

  /** Writes the state on a pod, with its time (SetPodLifecycle; the merge patch is the same). */
  ObjectNode writeOn(ObjectNode podOrPatch, Instant now) {
    Json.dig(podOrPatch, "metadata", "labels").put(KruiseNames.LIFECYCLE_STATE, label);
    Json.dig(podOrPatch, "metadata", "annotations")
        .put(KruiseNames.LIFECYCLE_TIMESTAMP, now.truncatedTo(ChronoUnit.SECONDS).toString());
    return podOrPatch;
  }

  /** Whether a hook holds the pod by one of its labels or finalizers (IsPodHooked). */
  static boolean hooked(JsonNode hook, KruisePod pod) {
    return holds(hook, pod).contains(true);
  }

  /** Whether a hook holds the pod by all of them, or there is no hook (IsPodAllHooked). */
  static boolean allHooked(JsonNode hook, KruisePod pod) {
    return !holds(hook, pod).contains(false);
  }

  private static List<Boolean> holds(JsonNode hook, KruisePod pod) {
    List<Boolean> holds = new ArrayList<>();
    for (JsonNode finalizer : Json.items(hook.path("finalizersHandler"))) {
      holds.add(Meta.finalizers(pod.object()).contains(finalizer.asText()));
    }
    for (Map.Entry<String, JsonNode> label : hook.path("labelsHandler").properties()) {
      holds.add(pod.label(label.getKey()).equals(label.getValue().asText()));
    }
    return holds;
  }
}
