// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;

/**
 * Moves a pod on in its life: opens the readiness gate of updates in place, and goes to the next
 * state when no hook holds it (refreshPodState of CloneSet and Advanced StatefulSet;
 * pkg/util/inplaceupdate, Refresh).
 */
final class PodRefresh {
  private final KruiseWorkload workload;
  private final Instant now;
  private final Step.Builder step;

  PodRefresh(KruiseWorkload workload, Instant now, Step.Builder step) {
    this.workload = workload;
    this.now = now;
    this.step = step;
  }

  /**
   * Moves it on.
   *
   * @param pod the pod
   * @param updated whether it is of the new revision
   * @return whether its state was changed; the gate doesn't count
   */
  boolean refresh(KruisePod pod, boolean updated) {
    openGate(pod);
    LifecycleState next = next(pod, updated);
    if (next == pod.lifecycle()) {
      return false;
    }
    step.merge(pod.ref(), next.writeOn(Json.object(), now));
    return true;
  }

  /**
   * Whether a pod can be updated in place at once. If its inPlaceUpdate hook holds it, it is
   * marked, and waits until the hook lets go of it (updatePod).
   */
  boolean mayUpdateInPlace(KruisePod pod) {
    JsonNode hook = workload.hook("inPlaceUpdate");
    LifecycleState state = pod.lifecycle();
    boolean marked = state == LifecycleState.PREPARING_UPDATE;
    boolean held = LifecycleState.hooked(hook, pod) && state != LifecycleState.UPDATING;
    boolean regained = state == LifecycleState.UPDATED && hook.isObject();
    if (!marked && (held || regained)) {
      ObjectNode patch = LifecycleState.PREPARING_UPDATE.writeOn(Json.object(), now);
      if (regained) { // the hook takes hold of it again
        ObjectNode labels = Json.dig(patch, "metadata", "labels");
        hook.path("labelsHandler")
            .properties()
            .forEach(each -> labels.set(each.getKey(), each.getValue()));
      }
      step.merge(pod.ref(), patch);
    }
    return !held && !regained;
  }

  private LifecycleState next(KruisePod pod, boolean updated) {
    JsonNode inPlace = workload.hook("inPlaceUpdate");
    LifecycleState afterUpdate =
        LifecycleState.allHooked(inPlace, pod) ? LifecycleState.NORMAL : LifecycleState.UPDATED;
    LifecycleState state = pod.lifecycle();
    return switch (state) {
      case PREPARING_NORMAL ->
          LifecycleState.allHooked(workload.hook("preNormal"), pod) ? LifecycleState.NORMAL : state;
      case PREPARING_UPDATE -> updated ? afterUpdate : state;
      case UPDATING -> InPlaceUpdate.completed(pod) ? afterUpdate : state;
      case UPDATED -> afterUpdate;
      case NONE, NORMAL, PREPARING_DELETE -> state;
    };
  }

  /** Opens the readiness gate of updates in place, if the pod has it and its update is done. */
  void openGate(KruisePod pod) {
    JsonNode condition = pod.condition(KruiseNames.IN_PLACE_UPDATE_READY);
    boolean closed = !condition.path("status").asText().equals("True");
    if (closed && pod.hasGate(KruiseNames.IN_PLACE_UPDATE_READY) && InPlaceUpdate.completed(pod)) {
      step.mergeStatus(pod.ref(), PodConditions.openGate(pod, now));
    }
  }
}
