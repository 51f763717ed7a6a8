// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which pods go first when there are too many (pkg/controller/controller_utils.go,
 * ActivePodsWithRanks).
 */
public final class PodDeletionOrder {
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
  private static final Pattern NUMBER = Pattern.compile("-?[1-9]\\d{0,9}");

  /** What one pod is compared by, read once; ages are magnitudes, see {@link #magnitude}. */
  private record Rank(
      ObjectNode pod,
      boolean scheduled,
      int phase,
      boolean ready,
      long cost,
      int podsOnNode,
      int readyFor,
      int restarts,
      int age,
      String uid) {
    static final Comparator<Rank> ORDER =
        Comparator.comparing(Rank::scheduled)
            .thenComparingInt(Rank::phase)
            .thenComparing(Rank::ready)
            .thenComparingLong(Rank::cost)
            .thenComparing(Comparator.comparingInt(Rank::podsOnNode).reversed())
            .thenComparingInt(Rank::readyFor)
            .thenComparing(Comparator.comparingInt(Rank::restarts).reversed())
            .thenComparingInt(Rank::age)
            .thenComparing(Rank::uid);
  }

  private final Map<String, Integer> podsOnNode = new HashMap<>();
  private final Instant now;

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
  }

  /**
   * Orders pods.
   *
   * @param pods which
   * @return the same, those that go first at the beginning
   */
  public List<ObjectNode> sorted(Collection<ObjectNode> pods) {
    return pods.stream().map(this::rank).sorted(Rank.ORDER).map(Rank::pod).toList();
  }

  private Rank rank(ObjectNode pod) {
    boolean ready = Pods.ready(pod);
    return new Rank(
        pod,
        !Pods.node(pod).isEmpty(),
        phase(pod),
        ready,
        cost(pod),
        podsOnNode.getOrDefault(Pods.node(pod), 0),
        ready ? magnitude(Pods.readySince(pod)) : 0,
        Pods.restarts(pod),
        magnitude(Timestamp.parse(Meta.of(pod).path("creationTimestamp").asText())),
        Meta.uid(pod));
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
    return NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
  }

  /**
   * The younger first. Ages of one magnitude, by powers of two, count as the same: among those
   * chance decides (LogarithmicScaleDown).
   */
  private int magnitude(Instant time) {
    long nanos = Duration.between(time, now).toNanos();
    return nanos > 0 ? 63 - Long.numberOfLeadingZeros(nanos) : -1;
  }
}
