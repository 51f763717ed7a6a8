// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.pod.Pods;

/**
 * A pod as OpenKruise's controllers look at it.
 *
 * @param object the pod, not to be changed
 */
record KruisePod(ObjectNode object) {

  String name() {
    return Meta.name(object);
  }

  ObjectRef ref() {
    return new ObjectRef("", "Pod", Meta.namespace(object), name());
  }

  String label(String key) {
    return Meta.label(object, key);
  }

  boolean hasLabel(String key) {
    return Json.at(object, "metadata", "labels").has(key);
  }

  String node() {
    return Pods.node(object);
  }

  String phase() {
    return Pods.phase(object);
  }

  boolean terminating() {
    return Meta.deleting(object);
  }

  boolean active() {
    return Pods.active(object);
  }

  /** Its revision: the whole name, or just the hash (EqualToRevisionHash). */
  boolean isOf(String revision) {
    return Revision.hashOf(label(KruiseNames.REVISION)).equals(Revision.hashOf(revision));
  }

  /** Where it is on its way through the workload's hooks. */
  LifecycleState lifecycle() {
    return LifecycleState.of(label(KruiseNames.LIFECYCLE_STATE));
  }

  boolean ready() {
    return Pods.ready(object);
  }

  /** Running and ready (isRunningAndReady). */
  boolean runningAndReady() {
    return phase().equals("Running") && ready();
  }

  JsonNode condition(String type) {
    return Pods.condition(object, type);
  }

  /** Whether readiness waits for a condition. */
  boolean hasGate(String type) {
    return Json.items(Json.at(object, "spec", "readinessGates")).stream()
        .anyMatch(gate -> gate.path("conditionType").asText().equals(type));
  }

  String created() {
    return Meta.of(object).path("creationTimestamp").asText();
  }
}
