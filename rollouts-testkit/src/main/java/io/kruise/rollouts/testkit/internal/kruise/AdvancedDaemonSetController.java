// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plays Advanced DaemonSets (pkg/controller/daemonset/daemonset_controller.go). */
public final class AdvancedDaemonSetController implements Controller {

  /** Those with a node first, then the oldest (podByCreationTimestampAndPhase). */
  private static final Comparator<KruisePod> OLDEST =
      Comparator.comparing((KruisePod pod) -> pod.node().isEmpty())
          .thenComparing(KruisePod::created)
          .thenComparing(KruisePod::name);

  /** The controller; it keeps nothing. */
  public AdvancedDaemonSetController() {}

  @Override
  public String name() {
    return "daemonset-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    if (change.ref().kind().equals("Node") && change.ref().group().isEmpty()) {
      return world.list(KruiseNames.GROUP, KruiseNames.DAEMON_SET, "").stream()
          .map(ObjectRef::of)
          .toList();
    }
    return Ownership.concerns(KruiseNames.DAEMON_SET, change, world);
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    ObjectNode set = world.get(ref).orElse(null);
    if (set == null || Meta.deleting(set)) {
      return Step.nothing();
    }
    Step.Builder step = Step.builder();
    if (LabelSelector.isEmpty(Json.at(set, "spec", "selector"))) {
      return step.emit(
              set,
              "Warning",
              "SelectingAll",
              "This DaemonSet is selecting all pods. A non-empty selector is required.")
          .build();
    }
    KruiseWorkload workload = new KruiseWorkload(set);
    DaemonSetHistory history = DaemonSetHistory.of(workload, world, step);
    List<KruisePod> pods = Ownership.claim(workload, pod -> true, world, step);
    DaemonSetPass pass =
        new DaemonSetPass(
            new DaemonSetSpec(workload),
            history.current().hash(),
            world.list("", "Node", ""),
            byNode(pods),
            world,
            now,
            step);
    // after making or deleting pods, upstream waits until it has seen them come and go
    if (new DaemonSetManaging(pass).manage()) {
      DaemonSetStatus.write(pass, false);
      return step.build();
    }
    pods.forEach(pod -> new PodRefresh(workload, now, step).openGate(pod));
    if (pass.spec().rolls() && !pass.spec().paused()) {
      new DaemonSetUpdating(pass, history).update();
    }
    history.truncate(
        workload.revisionHistoryLimit(),
        pods.stream().map(pod -> pod.label(KruiseNames.REVISION)).collect(Collectors.toSet()),
        step);
    DaemonSetStatus.write(pass, true);
    return step.build();
  }

  private static Map<String, List<KruisePod>> byNode(List<KruisePod> pods) {
    Map<String, List<KruisePod>> byNode = new TreeMap<>();
    pods.stream()
        .sorted(OLDEST)
        .filter(pod -> !DaemonNodes.nodeOf(pod).isEmpty())
        .forEach(
            pod ->
                byNode.computeIfAbsent(DaemonNodes.nodeOf(pod), any -> new ArrayList<>()).add(pod));
    return byNode;
  }
}
