// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.IntOrPercent;
import io.kruise.rollouts.testkit.internal.object.Meta;

/**
 * What an Advanced DaemonSet's spec comes to (daemonset_util.go).
 *
 * @param workload the DaemonSet of group apps.kruise.io
 */
record DaemonSetSpec(KruiseWorkload workload) {
  private static final int BURST = 250;

  JsonNode template() {
    return workload.spec().path("template");
  }

  JsonNode rollingUpdate() {
    return workload.updateStrategy().path("rollingUpdate");
  }

  /** Whether old pods are replaced by the controller, and not only when somebody deletes them. */
  boolean rolls() {
    return workload.updateStrategy().path("type").asText().equals("RollingUpdate");
  }

  boolean inPlace() {
    return rolls()
        && rollingUpdate().path("rollingUpdateType").asText().equals("InPlaceIfPossible");
  }

  boolean paused() {
    return rollingUpdate().path("paused").asBoolean();
  }

  /** On how many nodes the old revision stays. */
  int partition() {
    return rolls() ? rollingUpdate().path("partition").asInt() : 0;
  }

  int minReadySeconds() {
    return workload.spec().path("minReadySeconds").asInt();
  }

  /** How many nodes may have two pods for a while (surgeCount). */
  int maxSurge(int nodes) {
    return rolls() ? IntOrPercent.scaled(rollingUpdate().path("maxSurge"), nodes, true) : 0;
  }

  boolean surges() {
    return maxSurge(1) > 0;
  }

  /** On how many nodes the pod may be unavailable; one when there is no surge either. */
  int maxUnavailable(int nodes) {
    int given =
        rolls() ? IntOrPercent.scaled(rollingUpdate().path("maxUnavailable"), nodes, true) : 0;
    return nodes > 0 && given == 0 && maxSurge(nodes) == 0 ? 1 : given;
  }

  /** How many pods are made or deleted in one pass (getBurstReplicas). */
  int burst() {
    JsonNode value = workload.spec().path("burstReplicas");
    int desired = workload.status().path("desiredNumberScheduled").asInt();
    return value.isValueNode() && !value.isNull()
        ? IntOrPercent.scaled(value, desired, false)
        : BURST;
  }

  /** Whether even missing pods are made no faster than the partition says. */
  boolean progressive() {
    return Meta.annotation(workload.object(), "daemonset.kruise.io/progressive-create-pod")
        .equals("true");
  }
}
