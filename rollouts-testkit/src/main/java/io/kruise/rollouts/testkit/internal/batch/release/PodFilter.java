// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which pods get the labels of a batch, and in which order (labelpatch/filter.go). In a rollback in
 * batches the pods that are rolled back come first, and of those that need no rollback only as many
 * as the plan still has room for.
 */
@FunctionalInterface
public interface PodFilter {

  /**
   * Filters.
   *
   * @param pods a workload's pods
   * @param context the batch
   * @return the pods to label; when there is not room for all, the last ones are labelled
   */
  List<ObjectNode> filter(List<ObjectNode> pods, BatchContext context);

  /** All pods. */
  PodFilter ALL = (pods, context) -> pods;

  /** For workloads that upgrade in any order (FilterPodsForUnorderedUpdate). */
  PodFilter UNORDERED =
      (pods, context) -> {
        String id = context.release().rolloutId();
        Predicate<ObjectNode> needsNone =
            pod ->
                Meta.label(pod, RolloutLabels.NO_NEED_UPDATE).equals(id)
                    && !Meta.label(pod, RolloutLabels.ROLLOUT_ID).equals(id);
        long needNone =
            pods.stream()
                .filter(pod -> !Meta.deleting(pod) && Pods.has(pod, context.updateRevision()))
                .filter(needsNone)
                .count();
        return rank(pods, context, needsNone, context.desired() - (int) needNone);
      };

  /** For workloads that upgrade from the highest ordinal down (FilterPodsForOrderedUpdate). */
  PodFilter ORDERED =
      (pods, context) -> {
        List<ObjectNode> sorted = new ArrayList<>(pods);
        sorted.sort(Comparator.comparingInt(PodFilter::ordinal).reversed());
        int replicas = context.workload().replicas();
        int partition = ReplicaMath.up(context.dial().wanted(), replicas);
        return rank(sorted, context, pod -> ordinal(pod) < partition, replicas - partition);
      };

  private static List<ObjectNode> rank(
      List<ObjectNode> pods, BatchContext context, Predicate<ObjectNode> later, int needed) {
    if (needed <= 0) {
      return pods;
    }
    List<ObjectNode> upgraded =
        pods.stream()
            .filter(pod -> !Meta.deleting(pod) && Pods.has(pod, context.updateRevision()))
            .toList();
    List<ObjectNode> ranked = new ArrayList<>(upgraded.stream().filter(later.negate()).toList());
    upgraded.stream()
        .filter(later)
        .limit(Math.max(0, context.planned() - needed))
        .forEach(ranked::add);
    pods.stream().filter(Meta::deleting).forEach(ranked::add);
    return ranked;
  }

  private static int ordinal(ObjectNode pod) {
    String name = Meta.name(pod);
    String end = name.substring(name.lastIndexOf('-') + 1);
    return end.matches("\\d{1,9}") ? Integer.parseInt(end) : 0;
  }
}
