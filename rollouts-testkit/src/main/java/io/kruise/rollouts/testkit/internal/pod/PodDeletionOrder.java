// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Which pods go first when there are too many (pkg/controller/controller_utils.go,
 * ActivePodsWithRanks).
 */
public final class PodDeletionOrder implements Comparator<JsonNode> {
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

  private final Map<String, Integer> podsOnNode = new HashMap<>();
  private final Instant now;
  private final Comparator<JsonNode> order;

  /**
   * An order.
   *
   * @param related the pods that belong together, of all versions: of those on one node, some go
   *     first
   * @param now the cluster's time
   */
  public PodDeletionOrder(Collection<? extends JsonNode> related, Instant now) {
    this.now = now;
    for (JsonNode pod : related) {
      if (Pods.active(pod)) {
        podsOnNode.merge(Pods.node(pod), 1, Integer::sum);
      }
    }
    this.order =
        Comparator.comparing((JsonNode pod) -> !Pods.node(pod).isEmpty())
            .thenComparingInt(PodDeletionOrder::phase)
            .thenComparing(Pods::ready)
            .thenComparingLong(PodDeletionOrder::cost)
            .thenComparingInt(pod -> -podsOnNode.getOrDefault(Pods.node(pod), 0))
            .thenComparing(this::byTimeReady)
            .thenComparingInt(pod -> -Pods.restarts(pod))
            .thenComparing(this::byAge)
            .thenComparing(Meta::uid);
  }

  @Override
  public int compare(JsonNode left, JsonNode right) {
    return order.compare(left, right);
  }

  private static int phase(JsonNode pod) {
    return switch (Pods.phase(pod)) {
      case "Unknown" -> 1;
      case "Running" -> 2;
      default -> 0;
    };
  }

  private static long cost(JsonNode pod) {
    String text = Meta.annotation(pod, COST);
    return text.matches("-?[1-9]\\d{0,9}") ? Long.parseLong(text) : 0;
  }

  private int byTimeReady(JsonNode left, JsonNode right) {
    return Pods.ready(left) && Pods.ready(right)
        ? byMagnitude(Pods.readySince(left), Pods.readySince(right))
        : 0;
  }

  private int byAge(JsonNode left, JsonNode right) {
    return byMagnitude(created(left), created(right));
  }

  /**
   * The younger first. Ages of one magnitude, by powers of two, count as the same: among those
   * chance decides (LogarithmicScaleDown).
   */
  private int byMagnitude(Instant one, Instant other) {
    return Integer.compare(magnitude(one), magnitude(other));
  }

  private int magnitude(Instant time) {
    long nanos = Duration.between(time, now).toNanos();
    return nanos > 0 ? 63 - Long.numberOfLeadingZeros(nanos) : -1;
  }

  private static Instant created(JsonNode pod) {
    return Instant.parse(Meta.of(pod).path("creationTimestamp").asText());
  }
}
