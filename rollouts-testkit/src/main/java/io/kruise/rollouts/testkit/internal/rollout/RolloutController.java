// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The Rollout controller: upstream's RolloutReconciler (rollout_controller.go), and whom its
 * watches wake (rollout_event_handler.go).
 */
public final class RolloutController implements Controller {
  private static final String GROUP = "rollouts.kruise.io";

  /** Where the kinds are that upstream watches. */
  private static final Set<String> WORKLOAD_GROUPS = Set.of("apps", "apps.kruise.io");

  private final PhaseActions actions;

  /**
   * The controller.
   *
   * @param traffic routes traffic for it
   */
  public RolloutController(TrafficManager traffic) {
    actions = new PhaseActions(new Traffic(traffic));
  }

  @Override
  public String name() {
    return "rollout-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    ObjectRef ref = change.ref();
    if (ref.group().equals(GROUP) && ref.kind().equals("Rollout")) {
      return List.of(ref);
    }
    if (ref.group().equals(GROUP) && ref.kind().equals("BatchRelease")) {
      return change.type() == Change.Type.MODIFIED
          ? List.of(ref.beside(GROUP, "Rollout", ref.name()))
          : List.of();
    }
    return WORKLOAD_GROUPS.contains(ref.group()) ? ofWorkload(ref, world) : List.of();
  }

  private static Collection<ObjectRef> ofWorkload(ObjectRef workload, World world) {
    return world.targeting(GROUP, "Rollout", workload.namespace(), workload.name()).stream()
        .filter(rollout -> isFor(rollout, workload))
        .map(ObjectRef::of)
        .findFirst()
        .map(List::of)
        .orElse(List.of());
  }

  /** GetRolloutForWorkload. */
  private static boolean isFor(ObjectNode rollout, ObjectRef workload) {
    JsonNode target = rollout.path("spec").path("workloadRef");
    return WorkloadFinder.target(workload.namespace(), target).equals(workload);
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    Optional<ObjectNode> rollout = world.get(ref);
    if (rollout.isEmpty()) {
      return Step.nothing();
    }
    Pass pass = new Pass(rollout.get(), world, now);
    try {
      run(pass);
    } catch (PassFailedException e) {
      pass.step().trouble(e.why());
    }
    return pass.step().build();
  }

  private void run(Pass pass) {
    Housekeeping.finalizer(pass);
    Housekeeping.workloadTypeLabel(pass);
    if (!StatusCalculation.run(pass)) {
      pass.recheck();
      return;
    }
    actions.run(pass);
    ObjectNode status = pass.status().finish();
    if (!status.equals(pass.before().tree())) {
      pass.step().replaceStatus(pass.ref(), status);
    }
  }
}
