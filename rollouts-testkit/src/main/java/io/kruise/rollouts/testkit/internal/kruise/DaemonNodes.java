// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.ArrayList;
import java.util.List;

/**
 * On which nodes a daemon pod runs (daemonset_util.go, nodeShouldRunDaemonPod), and how it asks for
 * its node (k8s.io/kubernetes/pkg/controller/daemon/util).
 */
final class DaemonNodes {
  private static final String[] REQUIRED = {
    "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"
  };
  private static final String NODE_TAINT = "node.kubernetes.io/";

  private DaemonNodes() {}

  /** Whether a pod of a template should run on a node. */
  static boolean shouldRun(JsonNode template, ObjectNode node) {
    return fits(template, node) && tolerates(template, node, List.of("NoExecute", "NoSchedule"));
  }

  /** Whether one that runs there may stay. */
  static boolean mayStay(JsonNode template, ObjectNode node) {
    return fits(template, node) && tolerates(template, node, List.of("NoExecute"));
  }

  /** Lets a pod run on one node alone (ReplaceDaemonSetPodNodeNameNodeAffinity). */
  static void pin(ObjectNode pod, String node) {
    Json.dig(Json.dig(pod, "spec"), REQUIRED)
        .putArray("nodeSelectorTerms")
        .addObject()
        .putArray("matchFields")
        .addObject()
        .put("key", "metadata.name")
        .put("operator", "In")
        .putArray("values")
        .add(node);
  }

  /** Lets a pod bear what befalls nodes (AddOrUpdateDaemonPodTolerations). */
  static void tolerate(ObjectNode pod) {
    ObjectNode spec = Json.dig(pod, "spec");
    ArrayNode tolerations = spec.withArray("/tolerations");
    for (JsonNode toleration : daemonTolerations(spec)) {
      if (!Json.items(tolerations).contains(toleration)) {
        tolerations.add(toleration);
      }
    }
  }

  /** The node where a pod runs, or that it asks for (GetTargetNodeName); "" for none. */
  static String nodeOf(KruisePod pod) {
    JsonNode terms = Json.at(pod.object().path("spec"), REQUIRED).path("nodeSelectorTerms");
    String asked = terms.path(0).path("matchFields").path(0).path("values").path(0).asText();
    return pod.node().isEmpty() ? asked : pod.node();
  }

  private static boolean fits(JsonNode template, ObjectNode node) {
    JsonNode spec = template.path("spec");
    String name = spec.path("nodeName").asText();
    JsonNode labels = Meta.of(node).path("labels");
    ObjectNode selector = Json.object();
    selector.set("matchLabels", spec.path("nodeSelector"));
    JsonNode required = Json.at(spec, REQUIRED);
    return (name.isEmpty() || name.equals(Meta.name(node)))
        && LabelSelector.matches(selector, labels)
        && (required.isMissingNode()
            || Json.items(required.path("nodeSelectorTerms")).stream()
                .anyMatch(term -> matches(term, node)));
  }

  private static boolean matches(JsonNode term, ObjectNode node) {
    JsonNode labels = Meta.of(node).path("labels");
    JsonNode fields = Json.object().put("metadata.name", Meta.name(node));
    List<JsonNode> expressions = Json.items(term.path("matchExpressions"));
    List<JsonNode> fieldExpressions = Json.items(term.path("matchFields"));
    return !(expressions.isEmpty() && fieldExpressions.isEmpty())
        && expressions.stream().allMatch(each -> LabelSelector.holds(each, labels))
        && fieldExpressions.stream().allMatch(each -> LabelSelector.holds(each, fields));
  }

  private static boolean tolerates(JsonNode template, ObjectNode node, List<String> effects) {
    List<JsonNode> tolerations = new ArrayList<>(daemonTolerations(template.path("spec")));
    tolerations.addAll(Json.items(template.path("spec").path("tolerations")));
    return Json.items(node.path("spec").path("taints")).stream()
        .filter(taint -> effects.contains(taint.path("effect").asText()))
        .allMatch(taint -> tolerations.stream().anyMatch(each -> tolerates(each, taint)));
  }

  private static boolean tolerates(JsonNode toleration, JsonNode taint) {
    String key = toleration.path("key").asText();
    String effect = toleration.path("effect").asText();
    boolean any = toleration.path("operator").asText().equals("Exists");
    return (effect.isEmpty() || effect.equals(taint.path("effect").asText()))
        && (key.isEmpty() ? any : key.equals(taint.path("key").asText()))
        && (any || toleration.path("value").asText().equals(taint.path("value").asText()));
  }

  private static List<JsonNode> daemonTolerations(JsonNode spec) {
    List<JsonNode> tolerations = new ArrayList<>();
    for (String taint : List.of("not-ready", "unreachable")) {
      tolerations.add(toleration(taint, "NoExecute"));
    }
    for (String taint :
        List.of("disk-pressure", "memory-pressure", "pid-pressure", "unschedulable")) {
      tolerations.add(toleration(taint, "NoSchedule"));
    }
    if (spec.path("hostNetwork").asBoolean()) {
      tolerations.add(toleration("network-unavailable", "NoSchedule"));
    }
    return tolerations;
  }

  private static JsonNode toleration(String taint, String effect) {
    return Json.object()
        .put("effect", effect)
        .put("key", NODE_TAINT + taint)
        .put("operator", "Exists");
  }
}
