// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Workloads of which each spec is observed at once. */
final class InstantWorkloads implements Controller {
  private static final Set<String> KINDS =
      Set.of("Deployment", "StatefulSet", "CloneSet", "DaemonSet");

  @Override
  public String name() {
    return "workloads";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    return KINDS.contains(change.ref().kind()) ? List.of(change.ref()) : List.of();
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    return world
        .get(ref)
        .filter(each -> !Meta.observed(each))
        .map(each -> Step.builder().mergeStatus(ref, observed(each)).build())
        .orElse(Step.nothing());
  }

  private static ObjectNode observed(ObjectNode object) {
    ObjectNode patch = Json.object();
    Json.dig(patch, "status").put("observedGeneration", Meta.generation(object));
    return patch;
  }
}
