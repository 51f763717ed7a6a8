// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A controller whose passes wait until it works again: then each object has one, as after a start.
 */
final class PostponedController implements Controller {
  private final Controller controller;
  private final List<Outage> outages;

  PostponedController(Controller controller, List<Outage> outages) {
    this.controller = controller;
    this.outages = outages;
  }

  @Override
  public String name() {
    return controller.name();
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    return controller.concerns(change, world);
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    Optional<Duration> out =
        outages.stream().map(Outage::meet).flatMap(Optional::stream).max(Duration::compareTo);
    return out.map(left -> Step.builder().recheck(left).build())
        .orElseGet(() -> controller.reconcile(ref, world, now));
  }
}
