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
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Plays Advanced StatefulSets (pkg/controller/statefulset/statefulset_controller.go and
 * stateful_set_control.go, performUpdate).
 */
public final class AdvancedStatefulSetController implements Controller {

  /** The controller; it keeps nothing. */
  public AdvancedStatefulSetController() {}

  @Override
  public String name() {
    return "statefulset-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    return Ownership.concerns(KruiseNames.STATEFUL_SET, change, world);
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    ObjectNode set = world.get(ref).orElse(null);
    if (set == null || LabelSelector.isEmpty(Json.at(set, "spec", "selector"))) {
      return Step.nothing();
    }
    Step.Builder step = Step.builder();
    KruiseWorkload workload = new KruiseWorkload(set);
    StatefulSetSpec spec = new StatefulSetSpec(workload);
    List<KruisePod> pods =
        Ownership.claim(workload, pod -> spec.ordinal(pod.name()) >= 0, world, step);
    RevisionHistory revisions = RevisionHistory.of(workload, world, step);
    StatefulSetPass pass = new StatefulSetPass(spec, revisions, now, step);
    StatefulSetCounts counts = new StatefulSetCounts(pass, pods);
    if (!Meta.deleting(set)) {
      update(pass, pods, counts);
    }
    ObjectNode status = counts.status();
    if (StatefulSetCounts.differs(status, workload)) {
      step.replaceStatus(ref, status);
    }
    revisions.truncate(
        workload.revisionHistoryLimit(),
        pods.stream()
            .map(pod -> Revision.hashOf(pod.label(KruiseNames.REVISION)))
            .collect(Collectors.toSet()),
        step);
    return step.build();
  }

  private static void update(StatefulSetPass pass, List<KruisePod> pods, StatefulSetCounts counts) {
    StatefulSetScaling scaling = new StatefulSetScaling(pass, pods);
    if (!scaling.scale() || pass.spec().onDelete()) {
      return;
    }
    if (pods.stream().filter(pass::refresh).count() == 0) { // all of them, each once more or not
      new StatefulSetUpdating(pass, scaling.replicas(), counts).update();
    }
  }
}
