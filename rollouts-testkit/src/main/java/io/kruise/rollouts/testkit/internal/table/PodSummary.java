// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a pod's containers are doing, in a word. (pkg/printers/internalversion/printers.go, printPod;
 * init containers that are restarted, "sidecars", count as containers)
 */
final class PodSummary {
  private final ObjectNode pod;
  private final List<JsonNode> init;
  private String reason;
  private int total;
  private int readyOnes;
  private int restarts;
  private String lastRestart = "";

  private PodSummary(ObjectNode pod) {
    this.pod = pod;
    init = Json.items(Json.at(pod, "spec", "initContainers"));
    reason = Cells.or(Json.at(pod, "status", "reason"), Json.at(pod, "status", "phase").asText());
    total = Json.at(pod, "spec", "containers").size();
    for (JsonNode container : init) {
      total += sidecar(container) ? 1 : 0;
    }
  }

  /**
   * Looks at a pod.
   *
   * @param pod the pod
   * @return how it is doing
   */
  static PodSummary of(ObjectNode pod) {
    PodSummary summary = new PodSummary(pod);
    boolean initializing = summary.initializing();
    if (!initializing || condition(pod, "Initialized")) {
      summary.running();
    }
    if (Meta.deleting(pod)) {
      summary.deleting();
    }
    return summary;
  }

  /**
   * Whether a condition is true.
   *
   * @param pod the pod
   * @param type the condition's type
   * @return whether its status is "True"
   */
  static boolean condition(JsonNode pod, String type) {
    return Json.items(Json.at(pod, "status", "conditions")).stream()
        .anyMatch(
            each ->
                each.path("type").asText().equals(type)
                    && each.path("status").asText().equals("True"));
  }

  String ready() {
    return readyOnes + "/" + total;
  }

  String reason() {
    return reason;
  }

  String restarts(Instant now) {
    return restarts == 0 || lastRestart.isEmpty()
        ? Integer.toString(restarts)
        : restarts + " (" + Ages.since(lastRestart, now) + " ago)";
  }

  private boolean initializing() {
    List<JsonNode> statuses = Json.items(Json.at(pod, "status", "initContainerStatuses"));
    for (int i = 0; i < statuses.size(); i++) {
      JsonNode status = statuses.get(i);
      count(status);
      JsonNode ended = Json.at(status, "state", "terminated");
      String waiting = Json.at(status, "state", "waiting", "reason").asText();
      boolean restartable =
          init.stream()
              .anyMatch(each -> each.path("name").equals(status.path("name")) && sidecar(each));
      if (!ended.isMissingNode() && ended.path("exitCode").asInt() == 0) {
        continue;
      }
      if (restartable && status.path("started").asBoolean()) {
        readyOnes += status.path("ready").asBoolean() ? 1 : 0;
        continue;
      }
      if (!ended.isMissingNode()) {
        reason = "Init:" + ending(ended);
      } else if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
        reason = "Init:" + waiting;
      } else {
        reason = "Init:" + i + "/" + init.size();
      }
      return true;
    }
    return false;
  }

  private void running() {
    restarts = 0;
    lastRestart = "";
    for (JsonNode status : Json.items(Json.at(pod, "status", "initContainerStatuses"))) {
      if (init.stream()
          .anyMatch(each -> each.path("name").equals(status.path("name")) && sidecar(each))) {
        count(status);
      }
    }
    boolean hasRunning = false;
    List<JsonNode> lastFirst =
        new ArrayList<>(Json.items(Json.at(pod, "status", "containerStatuses")));
    Collections.reverse(lastFirst);
    for (JsonNode status : lastFirst) {
      count(status);
      JsonNode state = status.path("state");
      String waiting = Json.at(state, "waiting", "reason").asText();
      if (!waiting.isEmpty()) {
        reason = waiting;
      } else if (state.has("terminated")) {
        reason = ending(state.path("terminated"));
      } else if (status.path("ready").asBoolean() && state.has("running")) {
        hasRunning = true;
        readyOnes++;
      }
    }
    if (reason.equals("Completed") && hasRunning) {
      reason = condition(pod, "Ready") ? "Running" : "NotReady";
    }
  }

  private void deleting() {
    String phase = Json.at(pod, "status", "phase").asText();
    if (Json.at(pod, "status", "reason").asText().equals("NodeLost")) {
      reason = "Unknown";
    } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
      reason = "Terminating";
    }
  }

  private void count(JsonNode status) {
    restarts += status.path("restartCount").asInt();
    String finished = Json.at(status, "lastState", "terminated", "finishedAt").asText();
    if (finished.compareTo(lastRestart) > 0) {
      lastRestart = finished;
    }
  }

  private static String ending(JsonNode terminated) {
    String why = terminated.path("reason").asText();
    if (!why.isEmpty()) {
      return why;
    }
    int signal = terminated.path("signal").asInt();
    return signal == 0 ? "ExitCode:" + terminated.path("exitCode").asInt() : "Signal:" + signal;
  }

  private static boolean sidecar(JsonNode initContainer) {
    return initContainer.path("restartPolicy").asText().equals("Always");
  }
}
