// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How crowded it is where a pod runs: pods of crowded places are deleted first
 * (pkg/controller/cloneset/utils/pod_sorter.go, NewSameNodeRanker and NewSpreadConstraintsRanker).
 */
final class PodRanks {
  private static final String HOSTNAME = "kubernetes.io/hostname";

  private PodRanks() {}

  /** Ranks by the topology spread constraints of a template, or by the nodes when it has none. */
  static ToDoubleFunction<KruisePod> of(JsonNode template, List<KruisePod> pods, World world) {
    List<JsonNode> constraints = Json.items(Json.at(template, "spec", "topologySpreadConstraints"));
    Map<String, Double> ranks =
        constraints.isEmpty() ? byNode(pods) : byTopology(constraints, pods, world);
    return pod -> ranks.getOrDefault(Meta.uid(pod.object()), 0.0);
  }

  private static Map<String, Double> byNode(List<KruisePod> pods) {
    Map<String, Double> ranks = new HashMap<>();
    for (List<KruisePod> together : byPlace(pods, pod -> Optional.of(pod.node())).values()) {
      List<KruisePod> sorted =
          together.stream().sorted(PodOrder.ofDeletion(p -> true, p -> 0)).toList();
      for (int i = 0; i < sorted.size() - 1; i++) {
        ranks.put(Meta.uid(sorted.get(i).object()), (double) (sorted.size() - 1 - i));
      }
    }
    return ranks;
  }

  private static Map<String, Double> byTopology(
      List<JsonNode> constraints, List<KruisePod> pods, World world) {
    Map<String, Double> nodes = byNode(pods);
    Map<String, Double> ranks = new HashMap<>();
    for (JsonNode constraint : constraints) {
      String key = constraint.path("topologyKey").asText();
      Map<String, List<KruisePod>> topologies =
          byPlace(pods, pod -> nodeLabel(world, pod.node(), key));
      double weight = Math.log(topologies.size() + 2.0);
      ToDoubleFunction<KruisePod> finer =
          pod -> key.equals(HOSTNAME) ? 0 : nodes.getOrDefault(Meta.uid(pod.object()), 0.0);
      for (List<KruisePod> together : topologies.values()) {
        List<KruisePod> sorted =
            together.stream().sorted(PodOrder.ofDeletion(pod -> true, finer)).toList();
        for (int i = 0; i < sorted.size(); i++) {
          ranks.merge(Meta.uid(sorted.get(i).object()), (sorted.size() - i) * weight, Double::sum);
        }
      }
    }
    return ranks;
  }

  private static Map<String, List<KruisePod>> byPlace(
      List<KruisePod> pods, java.util.function.Function<KruisePod, Optional<String>> place) {
    Map<String, List<KruisePod>> places = new TreeMap<>();
    for (KruisePod pod : pods) {
      if (!pod.node().isEmpty()) {
        place
            .apply(pod)
            .ifPresent(name -> places.computeIfAbsent(name, any -> new ArrayList<>()).add(pod));
      }
    }
    return places;
  }

  private static Optional<String> nodeLabel(World world, String node, String key) {
    return world
        .get(new ObjectRef("", "Node", "", node))
        .filter(found -> Json.at(found, "metadata", "labels").has(key))
        .map(found -> Meta.label(found, key));
  }
}
