// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;

/** Pods that are made for one node (pkg/controller/daemon/util/daemonset_util.go). */
final class DaemonPods {
  static final String HASH = "controller-revision-hash";

  private record Tolerated(String key, String effect) {}

  private static final List<Tolerated> TOLERATED =
      List.of(
          new Tolerated("node.kubernetes.io/not-ready", "NoExecute"),
          new Tolerated("node.kubernetes.io/unreachable", "NoExecute"),
          new Tolerated("node.kubernetes.io/disk-pressure", "NoSchedule"),
          new Tolerated("node.kubernetes.io/memory-pressure", "NoSchedule"),
          new Tolerated("node.kubernetes.io/pid-pressure", "NoSchedule"),
          new Tolerated("node.kubernetes.io/unschedulable", "NoSchedule"));

  private DaemonPods() {}

  /** CreatePodTemplate. */
  static ObjectNode template(ObjectNode set, String hash) {
    ObjectNode template = set.path("spec").path("template").deepCopy();
    Json.dig(template, "metadata", "labels").put(HASH, hash);
    ArrayNode tolerations = Json.dig(template, "spec").withArray("/tolerations");
    for (Tolerated each : TOLERATED) {
      tolerations
          .addObject()
          .put("effect", each.effect())
          .put("key", each.key())
          .put("operator", "Exists");
    }
    return template;
  }

  /** ReplaceDaemonSetPodNodeNameNodeAffinity: the node, besides what the template asks for. */
  static void bind(ObjectNode pod, String node) {
    ObjectNode required =
        Json.dig(
            pod,
            "spec",
            "affinity",
            "nodeAffinity",
            "requiredDuringSchedulingIgnoredDuringExecution");
    ArrayNode terms = required.withArray("/nodeSelectorTerms");
    if (terms.isEmpty()) {
      terms.addObject();
    }
    for (JsonNode term : terms) {
      ArrayNode fields = ((ObjectNode) term).putArray("matchFields");
      fields
          .addObject()
          .put("key", "metadata.name")
          .put("operator", "In")
          .putArray("values")
          .add(node);
    }
  }

  /** getTargetNodeName: where it runs, or is to run. */
  static String node(JsonNode pod) {
    String scheduled = pod.path("spec").path("nodeName").asText();
    if (!scheduled.isEmpty()) {
      return scheduled;
    }
    return Json.at(
            pod,
            "spec",
            "affinity",
            "nodeAffinity",
            "requiredDuringSchedulingIgnoredDuringExecution",
            "nodeSelectorTerms")
        .path(0)
        .path("matchFields")
        .path(0)
        .path("values")
        .path(0)
        .asText();
  }

  static boolean updated(JsonNode pod, String hash) {
    return Meta.label(pod, HASH).equals(hash);
  }
}
