// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.ownership.Claims;
import io.kruise.rollouts.testkit.internal.ownership.Owners;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentSync;
import io.kruise.rollouts.testkit.internal.rolling.PassFailedException;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSet;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Kubernetes' controller of Deployments (pkg/controller/deployment/deployment_controller.go,
 * syncDeployment).
 */
public final class DeploymentController implements Controller {
  private static final String APPS = "apps";
  private static final String KIND = "Deployment";

  @Override
  public String name() {
    return "deployment-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    ObjectRef ref = change.ref();
    if (ref.kind().equals(KIND) && ref.group().equals(APPS)) {
      return List.of(ref);
    }
    if (ref.kind().equals("ReplicaSet") && ref.group().equals(APPS)) {
      return Owners.ofReplicaSet(change, world);
    }
    if (ref.kind().equals("Pod") && ref.group().isEmpty() && change.type() == Change.Type.DELETED) {
      return recreatedBy(change.after(), world);
    }
    return List.of();
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    Optional<ObjectNode> found = world.get(ref);
    if (found.isEmpty()) {
      return Step.nothing();
    }
    DeploymentSync sync = new DeploymentSync(found.get(), new NativeRules(found.get()), world, now);
    try {
      run(sync);
    } catch (PassFailedException e) {
      sync.step().trouble(e.getMessage());
    }
    return sync.step().build();
  }

  private static void run(DeploymentSync sync) {
    ObjectNode deployment = sync.deployment();
    if (LabelSelector.isEmpty(deployment.path("spec").path("selector"))) {
      sync.status().put("observedGeneration", (int) Meta.generation(deployment));
      sync.writeStatus();
      return;
    }
    List<ReplicaSet> all =
        Claims.claim(sync.world(), deployment, APPS, "ReplicaSet", any -> true, sync.step())
            .stream()
            .map(ReplicaSet::new)
            .toList();
    new NativeRollout(sync, all).run();
  }

  /** deletePod: a Deployment that waits for its last old pod. */
  private static List<ObjectRef> recreatedBy(ObjectNode pod, World world) {
    return Claims.controllerOf(world, pod, APPS, "ReplicaSet").stream()
        .flatMap(set -> world.get(set).stream())
        .flatMap(set -> Claims.controllerOf(world, set, APPS, KIND).stream())
        .filter(
            ref ->
                world
                    .get(ref)
                    .map(
                        deployment ->
                            deployment
                                .path("spec")
                                .path("strategy")
                                .path("type")
                                .asText()
                                .equals("Recreate"))
                    .orElse(false))
        .toList();
  }
}
