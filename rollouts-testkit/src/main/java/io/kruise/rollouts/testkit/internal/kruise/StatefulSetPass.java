// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import java.util.Map;

/**
 * What one pass over an Advanced StatefulSet knows, and what it does to single pods.
 *
 * @param spec what is wanted
 * @param revisions the revisions
 * @param now the cluster's time
 * @param step what is written
 */
record StatefulSetPass(
    StatefulSetSpec spec, RevisionHistory revisions, Instant now, Step.Builder step) {

  /** What became of a pod that was to be deleted. */
  enum Deletion {
    /** It waits for its preDelete hook already. */
    NONE,
    /** It was marked, and waits for its preDelete hook. */
    PREPARED,
    /** It is being deleted. */
    DONE
  }

  /** Deletes a pod, or first marks it when a hook holds it (deletePod). */
  Deletion delete(KruisePod pod) {
    if (!LifecycleState.hooked(spec.workload().hook("preDelete"), pod)) {
      step.delete(pod.ref());
      emit("SuccessfulDelete", "delete", pod.name());
      return Deletion.DONE;
    }
    if (pod.lifecycle() == LifecycleState.PREPARING_DELETE) {
      return Deletion.NONE;
    }
    step.merge(pod.ref(), LifecycleState.PREPARING_DELETE.writeOn(Json.object(), now));
    return Deletion.PREPARED;
  }

  /** Makes a pod that the pass has put together (CreateStatefulPod). */
  void create(KruisePod pod) {
    boolean normal = LifecycleState.allHooked(spec.workload().hook("preNormal"), pod);
    LifecycleState state = normal ? LifecycleState.NORMAL : LifecycleState.PREPARING_NORMAL;
    step.create(state.writeOn(pod.object().deepCopy(), now));
    emit("SuccessfulCreate", "create", pod.name());
  }

  /** A pod of a revision (newStatefulSetPod). */
  KruisePod podOf(Revision revision, int ordinal) {
    String name = spec.name() + "-" + ordinal;
    ObjectNode pod = spec.workload().podOf(revision.template(), name);
    Json.dig(pod, "metadata", "labels")
        .put("statefulset.kubernetes.io/pod-name", name)
        .put("apps.kubernetes.io/pod-index", Integer.toString(ordinal))
        .put(KruiseNames.REVISION, revision.name());
    String service = spec.workload().spec().path("serviceName").asText();
    Json.dig(pod, "spec").put("hostname", name);
    if (!service.isEmpty()) {
      Json.dig(pod, "spec").put("subdomain", service);
    }
    return new KruisePod(pod);
  }

  /** Moves a pod on in its life. */
  boolean refresh(KruisePod pod) {
    boolean updated = pod.isOf(revisions.update().name());
    return new PodRefresh(spec.workload(), now, step).refresh(pod, updated);
  }

  /** Updates a pod in place, or first marks it when a hook holds it. */
  void updateInPlace(KruisePod pod, InPlaceUpdate update) {
    if (!new PodRefresh(spec.workload(), now, step).mayUpdateInPlace(pod)) {
      return;
    }
    String revision = revisions.update().name();
    update.start(pod, Map.of(KruiseNames.REVISION, revision), now, step);
    step.emit(
        spec.workload().object(),
        "Normal",
        "SuccessfulUpdatePodInPlace",
        "successfully update pod " + pod.name() + " in-place(revision " + revision + ")");
  }

  private void emit(String reason, String verb, String pod) {
    step.emit(
        spec.workload().object(),
        "Normal",
        reason,
        verb + " Pod " + pod + " in StatefulSet " + spec.name() + " successful");
  }
}
