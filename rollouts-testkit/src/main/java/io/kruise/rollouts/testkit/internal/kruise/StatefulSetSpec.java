// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.IntOrPercent;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What an Advanced StatefulSet's spec comes to (stateful_set_utils.go).
 *
 * @param workload the StatefulSet of group apps.kruise.io
 */
record StatefulSetSpec(KruiseWorkload workload) {

  String name() {
    return Meta.name(workload.object());
  }

  int replicas() {
    return workload.spec().path("replicas").asInt(1);
  }

  JsonNode rollingUpdate() {
    return workload.updateStrategy().path("rollingUpdate");
  }

  boolean onDelete() {
    return workload.updateStrategy().path("type").asText().equals("OnDelete");
  }

  boolean paused() {
    return rollingUpdate().path("paused").asBoolean();
  }

  /** How many pods keep the old revision: those with the lowest ordinals, unless unordered. */
  int partition() {
    return rollingUpdate().path("partition").asInt();
  }

  /** Whether the pods to update are chosen by other things than their ordinals. */
  boolean unordered() {
    return rollingUpdate().path("unorderedUpdate").isObject();
  }

  int minReadySeconds() {
    return rollingUpdate().path("minReadySeconds").asInt();
  }

  /** How many pods may be unavailable while others are updated; one at least. */
  int maxUnavailable() {
    JsonNode value = rollingUpdate().path("maxUnavailable");
    return Math.max(IntOrPercent.scaled(value, replicas(), false), 1);
  }

  /** How many pods may be unavailable while others are made; empty for no limit. */
  OptionalInt scaleMaxUnavailable() {
    JsonNode value = workload.spec().path("scaleStrategy").path("maxUnavailable");
    return value.isValueNode() && !value.isNull()
        ? OptionalInt.of(Math.max(IntOrPercent.scaled(value, replicas(), false), 1))
        : OptionalInt.empty();
  }

  /** Whether each pod waits for the one before it (podManagementPolicy is not Parallel). */
  boolean ordered() {
    return !workload.spec().path("podManagementPolicy").asText().equals("Parallel");
  }

  /** The ordinals that pods should have, ascending (getStatefulSetReplicasRange). */
  List<Integer> ordinals() {
    Set<Integer> reserved = reservedOrdinals();
    return IntStream.iterate(0, ordinal -> ordinal + 1)
        .filter(ordinal -> !reserved.contains(ordinal))
        .limit(replicas())
        .boxed()
        .toList();
  }

  /**
   * A pod's ordinal; -1 when it is not called as one of this workload (getParentNameAndOrdinal).
   */
  int ordinal(String podName) {
    String prefix = name() + "-";
    String end = podName.startsWith(prefix) ? podName.substring(prefix.length()) : "";
    return end.matches("\\d{1,9}") ? Integer.parseInt(end) : -1;
  }

  /** Ready, and not on its way through a hook or out (isHealthy). */
  static boolean healthy(KruisePod pod) {
    return pod.lifecycle().settled() && pod.runningAndReady() && !pod.terminating();
  }

  /**
   * How long a pod has still to be ready before it is available; zero when it is, empty when it is
   * not even ready (isRunningAndAvailable).
   */
  Optional<Duration> untilAvailable(KruisePod pod, Instant now) {
    if (!pod.lifecycle().settled() || !pod.runningAndReady()) {
      return Optional.empty();
    }
    Instant due = Pods.readySince(pod.object()).plusSeconds(minReadySeconds());
    boolean waits = minReadySeconds() > 0 && due.isAfter(now);
    return Optional.of(waits ? Duration.between(now, due) : Duration.ZERO);
  }

  boolean available(KruisePod pod, Instant now) {
    return untilAvailable(pod, now).filter(Duration::isZero).isPresent();
  }

  /** Numbers, and ranges such as "2-4" (GetReserveOrdinalIntSet). */
  private Set<Integer> reservedOrdinals() {
    Set<Integer> reserved = new HashSet<>();
    for (JsonNode each : Json.items(workload.spec().path("reserveOrdinals"))) {
      String text = each.asText();
      if (each.isNumber()) {
        reserved.add(each.asInt());
      } else if (text.matches("\\d{1,9}-\\d{1,9}")) {
        String[] ends = text.split("-", 2);
        IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
            .forEach(reserved::add);
      } else {
        return Set.of();
      }
    }
    return reserved;
  }
}
