// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/** The nodes of a fresh cluster: three large ones, as on the project's test bed. */
public final class Nodes {
  private static final int COUNT = 3;

  private record Healthy(String type, String status, String reason, String message) {}

  private static final List<Healthy> CONDITIONS =
      List.of(
          new Healthy("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
          new Healthy(
              "MemoryPressure",
              "False",
              "KubeletHasSufficientMemory",
              "kubelet has sufficient memory available"),
          new Healthy(
              "DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
          new Healthy(
              "PIDPressure",
              "False",
              "KubeletHasSufficientPID",
              "kubelet has sufficient PID available"));

  private Nodes() {}

  /**
   * The nodes.
   *
   * @param now since when they are ready
   * @return Nodes with their status
   */
  public static List<ObjectNode> fresh(Instant now) {
    return IntStream.rangeClosed(1, COUNT).mapToObj(number -> node(number, now)).toList();
  }

  private static ObjectNode node(int number, Instant now) {
    String name = "node-" + number;
    ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
    node.putObject("metadata")
        .put("name", name)
        .putObject("labels")
        .put("kubernetes.io/arch", "amd64")
        .put("kubernetes.io/hostname", name)
        .put("kubernetes.io/os", "linux");
    node.putObject("spec");
    ObjectNode status = node.putObject("status");
    for (String amounts : List.of("capacity", "allocatable")) {
      status.putObject(amounts).put("cpu", "1k").put("memory", "1Ti").put("pods", "1M");
    }
    status.putArray("addresses").addObject().put("type", "InternalIP").put("address", ip(number));
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    for (Healthy condition : CONDITIONS) {
      status
          .withArray("/conditions")
          .addObject()
          .put("type", condition.type())
          .put("status", condition.status())
          .put("lastHeartbeatTime", time)
          .put("lastTransitionTime", time)
          .put("reason", condition.reason())
          .put("message", condition.message());
    }
    status.putObject("nodeInfo").put("architecture", "amd64").put("operatingSystem", "linux");
    return node;
  }

  private static String ip(int number) {
    return "10.0.0." + number;
  }
}
