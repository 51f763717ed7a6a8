// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses a pod's node: one that its nodeSelector and its required node affinity allow, with the
 * fewest pods of the same owner. Resources, taints and pod affinity are not looked at.
 */
public final class Scheduler {
  private static final String CORDON = "node.kubernetes.io/unschedulable";

  private Scheduler() {}

  /**
   * Whether a node may run a pod.
   *
   * @param node the node
   * @param pod the pod, whether it exists or not
   * @return whether it is not cordoned, or the pod tolerates that, and selector and affinity match
   */
  public static boolean fits(ObjectNode node, ObjectNode pod) {
    boolean cordoned = node.path("spec").path("unschedulable").asBoolean();
    boolean tolerated =
        Json.items(pod.path("spec").path("tolerations")).stream()
            .anyMatch(
                each ->
                    each.path("operator").asText().equals("Exists")
                        && Set.of("", CORDON).contains(each.path("key").asText()));
    return (!cordoned || tolerated) && allows(node, pod);
  }

  static Optional<String> place(ObjectNode pod, World world) {
    Map<String, Long> siblings = siblings(pod, world);
    return world.list("", "Node", "").stream()
        .filter(node -> fits(node, pod))
        .map(Meta::name)
        .min(
            Comparator.comparing((String node) -> siblings.getOrDefault(node, 0L))
                .thenComparing(Comparator.naturalOrder()));
  }

  static String unschedulable(World world) {
    int nodes = world.list("", "Node", "").size();
    return "0/"
        + nodes
        + " nodes are available: "
        + nodes
        + " node(s) didn't match Pod's node affinity/selector. preemption: 0/"
        + nodes
        + " nodes are available: "
        + nodes
        + " Preemption is not helpful for scheduling.";
  }

  private static boolean allows(ObjectNode node, ObjectNode pod) {
    JsonNode labels = Meta.of(node).path("labels");
    ObjectNode selector = Json.object();
    selector.set("matchLabels", pod.path("spec").path("nodeSelector"));
    List<JsonNode> terms =
        Json.items(
            Json.at(
                pod,
                "spec",
                "affinity",
                "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution",
                "nodeSelectorTerms"));
    return LabelSelector.matches(selector, labels)
        && (terms.isEmpty() || terms.stream().anyMatch(term -> allows(node, labels, term)));
  }

  private static boolean allows(ObjectNode node, JsonNode labels, JsonNode term) {
    ObjectNode fields = Json.object().put("metadata.name", Meta.name(node));
    return Json.items(term.path("matchExpressions")).stream()
            .allMatch(expression -> LabelSelector.holds(expression, labels))
        && Json.items(term.path("matchFields")).stream()
            .allMatch(expression -> LabelSelector.holds(expression, fields));
  }

  private static Map<String, Long> siblings(ObjectNode pod, World world) {
    JsonNode owner = Meta.controller(pod);
    if (owner == null) {
      return Map.of();
    }
    return world.dependents(owner.path("uid").asText()).stream()
        .filter(Pods::active)
        .collect(Collectors.groupingBy(Pods::node, Collectors.counting()));
  }
}
