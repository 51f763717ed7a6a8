// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statuses that a kubelet writes. Each is made from the one that stands there. */
final class PodStatus {
  private final ObjectNode pod;
  private final String time;
  private final ObjectNode status;

  PodStatus(ObjectNode pod, Instant now) {
    this.pod = pod;
    this.time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    this.status =
        pod.path("status") instanceof ObjectNode before ? before.deepCopy() : Json.object();
  }

  /** No node takes it (scheduler). */
  ObjectNode unschedulable(String message) {
    status.put("phase", "Pending");
    condition("PodScheduled", "False", "Unschedulable", message);
    return status;
  }

  /** Its containers run. */
  ObjectNode running(boolean ready, Optional<String> hostIp) {
    started("Running", hostIp);
    conditions(ready);
    containers(
        ready,
        restarts(),
        state("running", Json.object().put("startedAt", startedAt())),
        lastState());
    return status;
  }

  /** Its containers can't be started. */
  ObjectNode waiting(String reason, String message, Optional<String> hostIp) {
    started("Pending", hostIp);
    conditions(false);
    containers(
        false,
        restarts(),
        state("waiting", Json.object().put("message", message).put("reason", reason)),
        Json.object());
    return status;
  }

  /** Its containers have ended once more, and wait for their next start. */
  ObjectNode crashed(String reason, int restarts, long backOffSeconds, Optional<String> hostIp) {
    started("Running", hostIp);
    conditions(false);
    String text =
        "back-off "
            + duration(backOffSeconds)
            + " restarting failed container="
            + names()
            + " pod="
            + Meta.name(pod)
            + "_"
            + Meta.namespace(pod)
            + "("
            + Meta.uid(pod)
            + ")";
    ObjectNode ended =
        Json.object()
            .put("exitCode", reason.equals("OOMKilled") ? 137 : 1)
            .put("finishedAt", time)
            .put("reason", reason)
            .put("startedAt", time);
    containers(
        false,
        restarts,
        state("waiting", Json.object().put("message", text).put("reason", "CrashLoopBackOff")),
        state("terminated", ended));
    return status;
  }

  private void started(String phase, Optional<String> hostIp) {
    status.put("phase", phase);
    if (!status.has("startTime")) {
      status.put("startTime", time);
    }
    hostIp.ifPresent(ip -> status.put("hostIP", ip).putArray("hostIPs").addObject().put("ip", ip));
    if (phase.equals("Running") && !status.has("podIP")) {
      String ip = ip(Meta.of(pod).path("resourceVersion").asLong());
      status.put("podIP", ip).putArray("podIPs").addObject().put("ip", ip);
    }
  }

  private void conditions(boolean ready) {
    condition("Initialized", "True", "", "");
    String unready = "containers with unready status: [" + names() + "]";
    for (String type : List.of("Ready", "ContainersReady")) {
      condition(
          type, ready ? "True" : "False", ready ? "" : "ContainersNotReady", ready ? "" : unready);
    }
    condition("PodScheduled", "True", "", "");
    for (JsonNode gate : Json.items(pod.path("spec").path("readinessGates"))) {
      condition(gate.path("conditionType").asText(), "True", "", "");
    }
  }

  private void condition(String type, String value, String reason, String message) {
    ObjectNode condition = Json.object().putNull("lastProbeTime");
    JsonNode before = Pods.condition(pod, type);
    boolean same = before.path("status").asText().equals(value);
    condition.put("lastTransitionTime", same ? before.path("lastTransitionTime").asText() : time);
    if (!reason.isEmpty()) {
      condition.put("message", message).put("reason", reason);
    }
    condition.put("status", value).put("type", type);
    List<JsonNode> all = Json.items(status.path("conditions"));
    var after = status.putArray("conditions");
    boolean placed = false;
    for (JsonNode each : all) {
      boolean its = each.path("type").asText().equals(type);
      after.add(its ? condition : each);
      placed |= its;
    }
    if (!placed) {
      after.add(condition);
    }
  }

  private void containers(boolean ready, int restarts, ObjectNode state, ObjectNode last) {
    var statuses = status.putArray("containerStatuses");
    for (JsonNode container : Json.items(pod.path("spec").path("containers"))) {
      boolean again = !runs(pod, container);
      ObjectNode one =
          statuses
              .addObject()
              .put("image", container.path("image").asText())
              .put("imageID", "")
              .put("name", container.path("name").asText())
              .put("ready", ready)
              .put("restartCount", again ? restarts + 1 : restarts)
              .put("started", state.has("running"));
      one.set("state", state.deepCopy());
      if (again && state.has("running")) {
        Json.dig(one, "state", "running").put("startedAt", time);
      }
      one.set("lastState", last.deepCopy());
    }
  }

  /** Whether a container was not started yet, or with the image that it has now. */
  static boolean runs(ObjectNode pod, JsonNode container) {
    return Json.items(pod.path("status").path("containerStatuses")).stream()
        .filter(status -> status.path("name").equals(container.path("name")))
        .allMatch(status -> status.path("image").equals(container.path("image")));
  }

  private static ObjectNode state(String name, ObjectNode state) {
    ObjectNode tree = Json.object();
    tree.set(name, state);
    return tree;
  }

  private int restarts() {
    return Pods.restarts(pod);
  }

  private String startedAt() {
    String before = first().path("state").path("running").path("startedAt").asText();
    return before.isEmpty() ? time : before;
  }

  private ObjectNode lastState() {
    return first().path("lastState") instanceof ObjectNode last ? last : Json.object();
  }

  private JsonNode first() {
    return pod.path("status").path("containerStatuses").path(0);
  }

  private String names() {
    return Json.items(pod.path("spec").path("containers")).stream()
        .map(container -> container.path("name").asText())
        .collect(Collectors.joining(" "));
  }

  private static String duration(long seconds) {
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }

  /** Of a revision, as that is one pod's only: 10.1.0.0 to 10.254.255.255. */
  private static String ip(long revision) {
    return "10."
        + (1 + (revision >> 16) % 254)
        + "."
        + ((revision >> 8) & 255)
        + "."
        + (revision & 255);
  }
}
