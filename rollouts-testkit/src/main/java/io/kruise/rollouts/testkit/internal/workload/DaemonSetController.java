// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.ownership.Claims;
import io.kruise.rollouts.testkit.internal.ownership.Owners;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Kubernetes' controller of DaemonSets, without surge (pkg/controller/daemon/daemon_controller.go).
 */
public final class DaemonSetController implements Controller {
  private static final String APPS = "apps";
  private static final String KIND = "DaemonSet";

  @Override
  public String name() {
    return "daemonset-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    ObjectRef ref = change.ref();
    if (ref.kind().equals(KIND) && ref.group().equals(APPS)) {
      return List.of(ref);
    }
    if (ref.kind().equals("Node") && ref.group().isEmpty()) {
      return world.list(APPS, KIND, "").stream().map(ObjectRef::of).toList();
    }
    return Owners.ofPod(change, world, APPS, KIND);
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    return world.get(ref).map(set -> sync(set, world, now)).orElse(Step.nothing());
  }

  private static Step sync(ObjectNode set, World world, Instant now) {
    Step.Builder step = Step.builder();
    if (Meta.deleting(set)) {
      return step.build();
    }
    RevisionHistory revisions = RevisionHistory.of(set, world, step);
    List<ObjectNode> pods = Claims.claim(world, set, "", "Pod", Pods::active, step);
    DaemonUpdate update = new DaemonUpdate(set, revisions.update().hash(), pods, world, now, step);
    update.run();
    ObjectNode status = update.status();
    if (!status.equals(set.path("status"))) {
      step.replaceStatus(ObjectRef.of(set), status);
    }
    revisions.truncate(
        set,
        pods.stream().map(pod -> Meta.label(pod, DaemonPods.HASH)).collect(Collectors.toSet()),
        step);
    int minReadySeconds = set.path("spec").path("minReadySeconds").asInt();
    pods.stream()
        .filter(pod -> Pods.ready(pod) && !Pods.available(pod, minReadySeconds, now))
        .forEach(pod -> step.recheck(Pods.untilAvailable(pod, minReadySeconds, now)));
    return step.build();
  }
}
