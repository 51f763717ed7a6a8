// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

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
import java.util.Optional;

/** Sees the spec of every workload, and does nothing else with it. */
final class Observer implements Controller {
  @Override
  public String name() {
    return "observer";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    return change.ref().group().startsWith("apps") ? List.of(change.ref()) : List.of();
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    Optional<ObjectNode> object = world.get(ref);
    if (object.isEmpty() || Meta.observed(object.get())) {
      return Step.nothing();
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "status").put("observedGeneration", Meta.generation(object.get()));
    return Step.builder().mergeStatus(ref, patch).build();
  }
}
