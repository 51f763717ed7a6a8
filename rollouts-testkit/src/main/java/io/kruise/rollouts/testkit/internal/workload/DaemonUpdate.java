// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.IntOrPercent;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.pod.PodTemplates;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import io.kruise.rollouts.testkit.internal.pod.Scheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One pod on each node that fits, and old ones replaced a few at a time
 * (pkg/controller/daemon/daemon_controller.go, manage and updateDaemonSetStatus; update.go,
 * rollingUpdate).
 */
final class DaemonUpdate {
  private final ObjectNode set;
  private final String hash;
  private final World world;
  private final Instant now;
  private final Step.Builder step;
  private final ObjectNode template;
  private final Set<String> nodes;
  private final Map<String, List<ObjectNode>> byNode;

  DaemonUpdate(
      ObjectNode set,
      String hash,
      List<ObjectNode> pods,
      World world,
      Instant now,
      Step.Builder step) {
    this.set = set;
    this.hash = hash;
    this.world = world;
    this.now = now;
    this.step = step;
    this.template = DaemonPods.template(set, hash);
    this.nodes =
        world.list("", "Node", "").stream()
            .filter(node -> Scheduler.fits(node, template))
            .map(Meta::name)
            .collect(Collectors.toCollection(TreeSet::new));
    this.byNode =
        pods.stream()
            .collect(Collectors.groupingBy(DaemonPods::node, TreeMap::new, Collectors.toList()));
  }

  void run() {
    boolean complete = manage();
    boolean rolls = !Json.at(set, "spec", "updateStrategy", "type").asText().equals("OnDelete");
    if (complete && rolls) {
      rollingUpdate();
    }
  }

  /** manage: whether each node has its pod already. */
  private boolean manage() {
    List<String> without = nodes.stream().filter(node -> !byNode.containsKey(node)).toList();
    List<ObjectNode> created = PodTemplates.generated(template, set, without.size(), world, now);
    for (int i = 0; i < without.size(); i++) {
      ObjectNode pod = created.get(i);
      DaemonPods.bind(pod, without.get(i));
      step.create(pod);
      step.emit(set, "Normal", "SuccessfulCreate", "Created pod: " + Meta.name(pod));
    }
    byNode.forEach(
        (node, pods) -> pods.stream().skip(nodes.contains(node) ? 1 : 0).forEach(this::delete));
    return without.isEmpty();
  }

  private void rollingUpdate() {
    List<ObjectNode> replaceable = new ArrayList<>();
    List<ObjectNode> candidates = new ArrayList<>();
    int unavailable = 0;
    for (ObjectNode pod : keepers()) {
      boolean old = !DaemonPods.updated(pod, hash);
      if (!available(pod)) {
        unavailable++;
        if (old) {
          replaceable.add(pod);
        }
      } else if (old) {
        candidates.add(pod);
      }
    }
    replaceable.forEach(this::delete);
    candidates.stream().limit(Math.max(maxUnavailable() - unavailable, 0)).forEach(this::delete);
  }

  /** updateDaemonSetStatus. */
  ObjectNode status() {
    List<ObjectNode> keepers = keepers();
    int available = (int) keepers.stream().filter(this::available).count();
    int misscheduled = (int) byNode.keySet().stream().filter(node -> !nodes.contains(node)).count();
    ObjectNode status =
        Json.object()
            .put("currentNumberScheduled", keepers.size())
            .put("numberMisscheduled", misscheduled)
            .put("desiredNumberScheduled", nodes.size())
            .put("numberReady", (int) keepers.stream().filter(Pods::ready).count())
            .put("observedGeneration", (int) Meta.generation(set));
    Counts.put(status, "updatedNumberScheduled", keepers, pod -> DaemonPods.updated(pod, hash));
    Counts.put(status, "numberAvailable", available);
    Counts.put(status, "numberUnavailable", nodes.size() - available);
    return status;
  }

  /** Of each node that fits, the pod that stays. */
  private List<ObjectNode> keepers() {
    return byNode.entrySet().stream()
        .filter(each -> nodes.contains(each.getKey()))
        .map(each -> each.getValue().get(0))
        .toList();
  }

  private int maxUnavailable() {
    JsonNode value = Json.at(set, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable");
    return value.isMissingNode() ? 1 : IntOrPercent.scaled(value, nodes.size(), true);
  }

  private boolean available(ObjectNode pod) {
    return Pods.available(pod, set.path("spec").path("minReadySeconds").asInt(), now);
  }

  private void delete(ObjectNode pod) {
    step.delete(ObjectRef.of(pod));
    step.emit(set, "Normal", "SuccessfulDelete", "Deleted pod: " + Meta.name(pod));
  }
}
