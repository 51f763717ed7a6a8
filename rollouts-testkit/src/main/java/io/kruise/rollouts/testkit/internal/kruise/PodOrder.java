// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Which pods go first: those that would be missed least (kubecontroller.ActivePods;
 * pkg/controller/cloneset/utils/pod_sorter.go; pkg/util/updatesort). Where upstream leaves the
 * order open, it is that of the names.
 */
final class PodOrder {
  private static final Map<String, Integer> PHASES =
      Map.of("Pending", 0, "Unknown", 1, "Running", 2);
  private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  private static final Comparator<KruisePod> UNASSIGNED_THEN_PENDING =
      Comparator.comparing((KruisePod pod) -> !pod.node().isEmpty())
          .thenComparing(pod -> PHASES.getOrDefault(pod.phase(), 0));

  /** Ready for less time, then more restarts, then younger; times are whole seconds. */
  private static final Comparator<KruisePod> YOUNGEST =
      Comparator.comparing(
              (KruisePod pod) -> pod.ready() ? Pods.readySince(pod.object()) : Instant.MAX,
              Comparator.reverseOrder())
          .thenComparing(pod -> -Pods.restarts(pod.object()))
          .thenComparing(Comparator.comparing(KruisePod::created).reversed())
          .thenComparing(KruisePod::name);

  /** Not ready before ready, and the youngest first (ActivePods Less). */
  static final Comparator<KruisePod> ACTIVE =
      UNASSIGNED_THEN_PENDING.thenComparing(KruisePod::ready).thenComparing(YOUNGEST);

  private PodOrder() {}

  /** In which order pods are deleted when there are too many (ActivePodsWithRanks Less). */
  static Comparator<KruisePod> ofDeletion(
      Predicate<KruisePod> available, ToDoubleFunction<KruisePod> rank) {
    return UNASSIGNED_THEN_PENDING
        .thenComparing(available::test)
        .thenComparing(KruisePod::ready)
        .thenComparing(PodOrder::deletionCost)
        .thenComparing(Comparator.comparingDouble(rank).reversed())
        .thenComparing(YOUNGEST);
  }

  /**
   * In which order pods are updated, by a strategy's weights, or else its ordered keys
   * (priority_sort.go). Pods with the same priority stand as before.
   *
   * @param strategy a priorityStrategy; a missing node for none
   */
  static Comparator<KruisePod> ofPriority(JsonNode strategy) {
    List<JsonNode> weights = Json.items(strategy.path("weightPriority"));
    if (!weights.isEmpty()) {
      return Comparator.comparingLong((KruisePod pod) -> weight(weights, pod)).reversed();
    }
    List<JsonNode> keys = Json.items(strategy.path("orderPriority"));
    return Comparator.comparingInt((KruisePod pod) -> level(keys, pod))
        .thenComparing(Comparator.comparingLong((KruisePod pod) -> order(keys, pod)).reversed());
  }

  private static long weight(List<JsonNode> weights, KruisePod pod) {
    JsonNode labels = Meta.of(pod.object()).path("labels");
    return weights.stream()
        .filter(each -> LabelSelector.matches(each.path("matchSelector"), labels))
        .mapToLong(each -> each.path("weight").asLong())
        .sum();
  }

  private static int level(List<JsonNode> keys, KruisePod pod) {
    for (int i = 0; i < keys.size(); i++) {
      if (pod.hasLabel(keys.get(i).path("orderedKey").asText())) {
        return i;
      }
    }
    return -1;
  }

  private static long order(List<JsonNode> keys, KruisePod pod) {
    int level = level(keys, pod);
    String value = level < 0 ? "" : pod.label(keys.get(level).path("orderedKey").asText());
    String digits = value.replaceFirst("^.*?(\\d{0,18})$", "$1");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  private static int deletionCost(KruisePod pod) {
    String cost = Meta.annotation(pod.object(), DELETION_COST);
    return cost.matches("0|-?[1-9]\\d{0,8}") ? Integer.parseInt(cost) : 0;
  }
}
