// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import java.util.Optional;

/** The stable Service and its canary (pkg/trafficrouting/manager.go). */
final class Services {
  /** What the cluster gives a Service, or must not be there twice. */
  private static final List<String> NOT_COPIED =
      List.of(
          "clusterIP",
          "clusterIPs",
          "externalIPs",
          "ipFamilyPolicy",
          "ipFamilies",
          "loadBalancerIP");

  private Services() {}

  /** A part of DoTrafficRouting: each Service selects the pods of its revision. */
  static boolean split(Call call, ObjectNode stable) {
    boolean canaryChanged = splitOff(call, stable);
    boolean stableChanged = select(call, stable, call.context().stableRevision());
    return canaryChanged || stableChanged;
  }

  private static boolean splitOff(Call call, ObjectNode stable) {
    Optional<ObjectNode> canary = call.find(call.service(call.canaryService()));
    if (canary.isPresent()) {
      return select(call, canary.get(), call.context().canaryRevision());
    }
    call.step().create(canaryOf(call, stable));
    return true;
  }

  /** Makes a Service select one revision; whether it did not yet. */
  static boolean select(Call call, JsonNode service, String revision) {
    String key = call.context().revisionLabelKey();
    if (selector(service, key).equals(revision)) {
      return false;
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "spec", "selector").put(key, revision);
    call.step().merge(ObjectRef.of(service), patch);
    return true;
  }

  /** Makes a Service select all revisions; whether it did not yet. */
  static boolean selectAll(Call call, JsonNode service) {
    String key = call.context().revisionLabelKey();
    if (selector(service, key).isEmpty()) {
      return false;
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "spec", "selector").putNull(key);
    call.step().merge(ObjectRef.of(service), patch);
    return true;
  }

  /** Deletes the canary Service; whether it was there. */
  static boolean removeCanary(Call call) {
    ObjectRef canary = call.service(call.canaryService());
    if (call.find(canary).isEmpty()) {
      return false;
    }
    call.step().delete(canary);
    return true;
  }

  private static String selector(JsonNode service, String key) {
    return Json.at(service, "spec", "selector", key).asText();
  }

  /** CreateCanaryService, without the feature gate AppendPodSelector. */
  private static ObjectNode canaryOf(Call call, ObjectNode stable) {
    TrafficContext context = call.context();
    ObjectNode canary = Json.object().put("apiVersion", "v1").put("kind", "Service");
    ObjectNode metadata = Json.dig(canary, "metadata");
    metadata.put("name", call.canaryService()).put("namespace", context.namespace());
    metadata.putArray("ownerReferences").add(Meta.controllerReference(context.owner()));
    ObjectNode spec = stable.path("spec").deepCopy();
    canary.set("spec", spec);
    spec.remove(NOT_COPIED);
    Json.items(spec.path("ports")).forEach(port -> ((ObjectNode) port).remove("nodePort"));
    ObjectNode selector = Json.dig(spec, "selector");
    selector.put(context.revisionLabelKey(), context.canaryRevision());
    patchedLabels(context)
        .properties()
        .forEach(
            label -> {
              if (selector.has(label.getKey())) {
                selector.set(label.getKey(), label.getValue());
              }
            });
    return canary;
  }

  /** The labels that the canary's pods have besides (NewTrafficRoutingContext of the Rollout). */
  private static JsonNode patchedLabels(TrafficContext context) {
    return Json.at(
        context.owner(), "spec", "strategy", "canary", "patchPodTemplateMetadata", "labels");
  }
}
