// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.pod.PodTemplates;
import java.util.ArrayList;
import java.util.List;

/**
 * A workload of OpenKruise, and the pods that it would make.
 *
 * @param object as stored, not to be changed
 */
record KruiseWorkload(ObjectNode object) {

  ObjectRef ref() {
    return ObjectRef.of(object);
  }

  JsonNode spec() {
    return object.path("spec");
  }

  JsonNode status() {
    return object.path("status");
  }

  JsonNode updateStrategy() {
    return spec().path("updateStrategy");
  }

  int revisionHistoryLimit() {
    return spec().path("revisionHistoryLimit").asInt(10);
  }

  /** A hook of spec.lifecycle; a missing node when there is none. */
  JsonNode hook(String name) {
    return spec().path("lifecycle").path(name);
  }

  /** As the owner of what it makes; the version is that of OpenKruise's controller. */
  ObjectNode ownerReference() {
    boolean stateful = object.path("kind").asText().equals(KruiseNames.STATEFUL_SET);
    String version = stateful ? "v1beta1" : "v1alpha1";
    return Meta.controllerReference(object).put("apiVersion", KruiseNames.GROUP + "/" + version);
  }

  /**
   * A pod of this workload. Its readiness also waits for some conditions: the given ones, and that
   * which OpenKruise's pod webhook adds (pkg/webhook/pod/mutating/pod_readiness.go).
   */
  ObjectNode podOf(JsonNode template, String name, String... gates) {
    ObjectNode pod = PodTemplates.named(template, object, name);
    ObjectNode metadata = Json.dig(pod, "metadata");
    metadata.put("generateName", Meta.name(object) + "-");
    metadata.putArray("ownerReferences").add(ownerReference());
    List<String> wanted = new ArrayList<>(List.of(gates));
    wanted.add(KruiseNames.KRUISE_POD_READY);
    for (String gate : wanted) {
      if (!new KruisePod(pod).hasGate(gate)) {
        Json.dig(pod, "spec").withArray("/readinessGates").addObject().put("conditionType", gate);
      }
    }
    return pod;
  }

  /** A selector as text (labels.Selector String): requirements by key, joined by commas. */
  String selectorText() {
    return SelectorText.of(spec().path("selector"));
  }
}
