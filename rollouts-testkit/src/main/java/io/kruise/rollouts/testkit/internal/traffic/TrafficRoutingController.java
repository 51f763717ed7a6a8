// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Routes traffic for a TrafficRouting while a Rollout uses it
 * (pkg/controller/trafficrouting/trafficrouting_controller.go).
 */
public final class TrafficRoutingController implements Controller {
  private final TrafficManager manager;

  /**
   * The controller.
   *
   * @param manager routes the traffic
   */
  public TrafficRoutingController(TrafficManager manager) {
    this.manager = manager;
  }

  @Override
  public String name() {
    return "trafficrouting-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    ObjectRef ref = change.ref();
    return ref.group().equals("rollouts.kruise.io") && ref.kind().equals("TrafficRouting")
        ? List.of(ref)
        : List.of();
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    return world
        .get(ref)
        .map(object -> new TrafficRoutingPass(manager, object, world, now).run())
        .orElse(Step.nothing());
  }
}
