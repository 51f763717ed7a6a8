// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kruise.rollouts.testkit.internal.object.IntOrPercent;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import java.time.Instant;

/**
 * What a CloneSet's spec comes to in numbers of pods.
 *
 * @param workload the CloneSet
 */
record CloneSetSpec(KruiseWorkload workload) {
  /** DefaultCloneSetMaxUnavailable. */
  static final String DEFAULT_MAX_UNAVAILABLE = "20%";

  int replicas() {
    return workload.spec().path("replicas").asInt(1);
  }

  int minReadySeconds() {
    return workload.spec().path("minReadySeconds").asInt();
  }

  boolean paused() {
    return workload.updateStrategy().path("paused").asBoolean();
  }

  /**
   * How many pods keep the old revision (util.CalculatePartitionReplicas): a percentage above 0%
   * keeps at least one, and one below 100% lets at least one of several go.
   */
  int partition() {
    JsonNode value = workload.updateStrategy().path("partition");
    int partition = IntOrPercent.scaled(value, replicas(), true);
    boolean partly = value.isTextual() && !value.asText().equals("100%");
    if (partly && replicas() > 1 && partition == replicas()) {
      partition = replicas() - 1;
    }
    return Math.max(Math.min(partition, replicas()), 0);
  }

  int maxSurge() {
    return paused()
        ? 0
        : IntOrPercent.scaled(workload.updateStrategy().path("maxSurge"), replicas(), true);
  }

  int maxUnavailable() {
    JsonNode given = workload.updateStrategy().path("maxUnavailable");
    JsonNode value =
        given.isValueNode() && !given.isNull() ? given : new TextNode(DEFAULT_MAX_UNAVAILABLE);
    return IntOrPercent.scaled(value, replicas(), maxSurge() == 0);
  }

  /** How many pods may be unavailable while pods are added. */
  int scaleMaxUnavailable() {
    JsonNode given = workload.spec().path("scaleStrategy").path("maxUnavailable");
    return given.isValueNode() && !given.isNull()
        ? IntOrPercent.scaled(given, replicas(), true)
        : Integer.MAX_VALUE;
  }

  /** Whether pods that wait for their preDelete hook are left out of the count of pods. */
  boolean leavesOutPreparingDelete() {
    return Meta.label(workload.object(), "apps.kruise.io/cloneset-scaling-exclude-preparing-delete")
        .equals("true");
  }

  /** Whether a pod was marked for deletion, by its label or in the spec (isSpecifiedDelete). */
  boolean specifiesDeletionOf(KruisePod pod) {
    return pod.hasLabel(KruiseNames.SPECIFIED_DELETE)
        || Json.items(workload.spec().path("scaleStrategy").path("podsToDelete")).stream()
            .anyMatch(name -> name.asText().equals(pod.name()));
  }

  /** Ready for some time, and not on its way through a hook (sync.IsPodAvailable). */
  boolean available(KruisePod pod, Instant now) {
    return pod.lifecycle().settled() && updateReady(pod, minReadySeconds(), now);
  }

  /** isPodReady. */
  boolean readyNow(KruisePod pod, Instant now) {
    return pod.lifecycle().settled() && updateReady(pod, 0, now);
  }

  /** Running and ready for some time, and not updated in place just now (IsPodUpdateReady). */
  static boolean updateReady(KruisePod pod, int minReadySeconds, Instant now) {
    JsonNode inPlace = pod.condition(KruiseNames.IN_PLACE_UPDATE_READY);
    return pod.phase().equals("Running")
        && Pods.available(pod.object(), minReadySeconds, now)
        && (inPlace.isMissingNode() || inPlace.path("status").asText().equals("True"));
  }
}
