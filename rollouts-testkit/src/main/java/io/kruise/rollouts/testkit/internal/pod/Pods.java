// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.Timestamp;
import java.time.Duration;
import java.time.Instant;

/** What a pod's status says (pkg/api/v1/pod/util.go and pkg/controller/controller_utils.go). */
public final class Pods {
  private Pods() {}

  /**
   * Whether it has neither ended nor is being deleted (IsPodActive).
   *
   * @param pod a pod
   * @return whether it counts
   */
  public static boolean active(JsonNode pod) {
    return !ended(pod) && !Meta.deleting(pod);
  }

  /**
   * Whether all of its containers have stopped for good.
   *
   * @param pod a pod
   * @return whether its phase is Succeeded or Failed
   */
  public static boolean ended(JsonNode pod) {
    String phase = phase(pod);
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /**
   * Its phase.
   *
   * @param pod a pod
   * @return such as "Running"
   */
  public static String phase(JsonNode pod) {
    return pod.path("status").path("phase").asText();
  }

  /**
   * Where it runs.
   *
   * @param pod a pod
   * @return its node, "" while it is not scheduled
   */
  public static String node(JsonNode pod) {
    return pod.path("spec").path("nodeName").asText();
  }

  /**
   * One of its conditions.
   *
   * @param pod a pod
   * @param type such as "Ready"
   * @return it, a missing node when there is none
   */
  public static JsonNode condition(JsonNode pod, String type) {
    for (JsonNode condition : Json.items(pod.path("status").path("conditions"))) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return Json.object().path(type);
  }

  /**
   * Whether it is ready (IsPodReady).
   *
   * @param pod a pod
   * @return whether its condition Ready is True
   */
  public static boolean ready(JsonNode pod) {
    return condition(pod, "Ready").path("status").asText().equals("True");
  }

  /**
   * Since when it is ready, in whole seconds.
   *
   * @param pod a pod that is ready
   * @return the condition's lastTransitionTime
   */
  public static Instant readySince(JsonNode pod) {
    String time = condition(pod, "Ready").path("lastTransitionTime").asText();
    return time.isEmpty() ? Instant.EPOCH : Timestamp.parse(time);
  }

  /**
   * Whether it has been ready for long enough (IsPodAvailable).
   *
   * @param pod a pod
   * @param minReadySeconds for how long
   * @param now the cluster's time
   * @return whether it is available
   */
  public static boolean available(JsonNode pod, int minReadySeconds, Instant now) {
    return ready(pod)
        && (minReadySeconds == 0 || readySince(pod).plusSeconds(minReadySeconds).isBefore(now));
  }

  /**
   * When a pod that is ready has been so for long enough, surely: its times are whole seconds.
   *
   * @param pod a pod that is ready
   * @param minReadySeconds for how long
   * @param now the cluster's time
   * @return in how much time
   */
  public static Duration untilAvailable(JsonNode pod, int minReadySeconds, Instant now) {
    return Duration.between(now, readySince(pod).plusSeconds(minReadySeconds + 1L));
  }

  /**
   * How often its containers were restarted.
   *
   * @param pod a pod
   * @return the most of any container
   */
  public static int restarts(JsonNode pod) {
    return Json.items(pod.path("status").path("containerStatuses")).stream()
        .mapToInt(status -> status.path("restartCount").asInt())
        .max()
        .orElse(0);
  }
}
