// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.kruise.DaemonSetPass.OnNode;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sees to it that each node has its daemon pod, whatever its revision (daemonset_controller.go,
 * manage). Upstream waits longer and longer before it replaces pods that fail; here they are
 * replaced at once.
 */
final class DaemonSetManaging {
  private final DaemonSetPass pass;
  private final List<String> needing = new ArrayList<>();
  private final List<KruisePod> toDelete = new ArrayList<>();

  DaemonSetManaging(DaemonSetPass pass) {
    this.pass = pass;
  }

  /**
   * Makes and deletes pods.
   *
   * @return whether there was anything to do
   */
  boolean manage() {
    int desired = 0;
    int updated = 0;
    for (ObjectNode node : pass.nodes()) {
      look(node);
      OnNode on = pass.on(Meta.name(node));
      desired += pass.shouldRun(node) ? 1 : 0;
      updated += !on.crowded() && !on.updated().isEmpty() ? 1 : 0;
    }
    dropLost();
    return pass.sync(toDelete, wanted(desired, updated));
  }

  /** podsShouldBeOnNode. */
  private void look(ObjectNode node) {
    String name = Meta.name(node);
    List<KruisePod> all = pass.podsOn().getOrDefault(name, List.of());
    List<KruisePod> present = all.stream().filter(pod -> !pod.terminating()).toList();
    boolean shouldRun = pass.shouldRun(node);
    if (shouldRun && all.isEmpty()) {
      needing.add(name);
    } else if (!DaemonNodes.mayStay(pass.spec().template(), node)) {
      toDelete.addAll(present);
    } else {
      List<KruisePod> running = present.stream().filter(pod -> !ends(pod)).toList();
      if (!pass.spec().surges()) {
        running.stream().skip(1).forEach(toDelete::add);
      } else if (running.isEmpty() && shouldRun) {
        needing.add(name);
      } else if (running.size() > 1) {
        settle(running);
      }
    }
  }

  private boolean ends(KruisePod pod) {
    boolean failed = pod.phase().equals("Failed");
    if (failed) {
      pass.step()
          .emit(
              pass.spec().workload().object(),
              "Warning",
              "FailedDaemonPod",
              "Found failed daemon pod "
                  + Meta.namespace(pod.object())
                  + "/"
                  + pod.name()
                  + " on node "
                  + DaemonNodes.nodeOf(pod)
                  + ", will try to kill it");
    }
    if (failed || OnNode.preDeleting(pod)) {
      toDelete.add(pod);
      return true;
    }
    return false;
  }

  /** One new and one old pod may stand side by side, until the new one can take over. */
  private void settle(List<KruisePod> running) {
    Optional<KruisePod> newPod = running.stream().filter(pass::isUpdated).findFirst();
    Optional<KruisePod> oldPod = running.stream().filter(pod -> !pass.isUpdated(pod)).findFirst();
    running.stream()
        .filter(pod -> newPod.stream().noneMatch(pod::equals))
        .filter(pod -> oldPod.stream().noneMatch(pod::equals))
        .forEach(toDelete::add);
    if (newPod.isEmpty() || oldPod.isEmpty()) {
      return;
    }
    if (!oldPod.get().ready() || pass.available(newPod.get())) {
      toDelete.add(oldPod.get());
    } else if (newPod.get().ready()) {
      Duration wait =
          Pods.untilAvailable(newPod.get().object(), pass.spec().minReadySeconds(), pass.now());
      pass.step().recheck(wait);
    }
  }

  /** Pods that ask for a node that is not there any more (getUnscheduledPodsWithoutNode). */
  private void dropLost() {
    Set<String> there = new HashSet<>();
    pass.nodes().forEach(node -> there.add(Meta.name(node)));
    pass.podsOn()
        .forEach(
            (node, pods) -> {
              if (!there.contains(node)) {
                pods.stream().filter(pod -> pod.node().isEmpty()).forEach(toDelete::add);
              }
            });
  }

  /** GetNodesNeedingPods. */
  private List<String> wanted(int desired, int updated) {
    int partition = pass.spec().partition();
    if (partition == 0 || !pass.spec().progressive()) {
      return needing;
    }
    int most = Math.max(desired - updated - Math.min(partition, desired), 0);
    return needing.stream().sorted().limit(most).toList();
  }
}
