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
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Kubernetes' controller of StatefulSets (pkg/controller/statefulset/stateful_set.go). Claims are
 * made for its pods' volumes and never deleted.
 */
public final class StatefulSetController implements Controller {
  private static final String APPS = "apps";
  private static final String KIND = "StatefulSet";

  @Override
  public String name() {
    return "statefulset-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    if (change.ref().kind().equals(KIND) && change.ref().group().equals(APPS)) {
      return List.of(change.ref());
    }
    return Owners.ofPod(change, world, APPS, KIND);
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    return world.get(ref).map(set -> sync(set, world, now)).orElse(Step.nothing());
  }

  private static Step sync(ObjectNode set, World world, Instant now) {
    Step.Builder step = Step.builder();
    RevisionHistory revisions = RevisionHistory.of(set, world, step);
    List<ObjectNode> pods =
        Claims.claim(world, set, "", "Pod", pod -> StatefulPods.isMember(set, pod), step);
    ObjectNode status = new StatefulUpdate(set, revisions, world, now, step).run(pods);
    if (!status.equals(set.path("status"))) {
      step.replaceStatus(ObjectRef.of(set), status);
    }
    revisions.truncate(
        set,
        pods.stream()
            .map(pod -> Meta.label(pod, StatefulPods.REVISION))
            .collect(Collectors.toSet()),
        step);
    recheck(set, status, pods, now, step);
    return step.build();
  }

  private static void recheck(
      ObjectNode set, ObjectNode status, List<ObjectNode> pods, Instant now, Step.Builder step) {
    int minReadySeconds = set.path("spec").path("minReadySeconds").asInt();
    int wanted = set.path("spec").path("replicas").asInt(1);
    if (minReadySeconds > 0 && status.path("availableReplicas").asInt() != wanted) {
      step.recheck(Duration.ofSeconds(minReadySeconds));
      pods.stream()
          .filter(Pods::ready)
          .filter(pod -> !Pods.available(pod, minReadySeconds, now))
          .forEach(pod -> step.recheck(Pods.untilAvailable(pod, minReadySeconds, now)));
    }
  }
}
