// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.ownership.Claims;
import io.kruise.rollouts.testkit.internal.ownership.Owners;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentSync;
import io.kruise.rollouts.testkit.internal.rolling.PassFailedException;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSet;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSets;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Kruise's controller of Deployments that are paused, of type Recreate, and under the control of a
 * BatchRelease (pkg/controller/deployment/controller.go). The native controller sees such a
 * Deployment as paused: it only keeps its size and status.
 */
public final class AdvancedDeploymentController implements Controller {
  private static final String EXTRA_STATUS = "rollouts.kruise.io/deployment-extra-status";
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final String APPS = "apps";
  private static final String KIND = "Deployment";

  @Override
  public String name() {
    return "advanced-deployment-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    ObjectRef ref = change.ref();
    if (!ref.group().equals(APPS)) {
      return List.of();
    }
    if (ref.kind().equals("ReplicaSet")) {
      return Owners.ofReplicaSet(change, world);
    }
    return ref.kind().equals(KIND) && counts(change) ? List.of(ref) : List.of();
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    return world
        .get(ref)
        .flatMap(
            deployment ->
                PartitionStrategy.of(deployment)
                    .map(strategy -> sync(deployment, strategy, world, now)))
        .orElse(Step.nothing());
  }

  private static Step sync(
      ObjectNode deployment, PartitionStrategy strategy, World world, Instant now) {
    PartitionRules rules =
        new PartitionRules(deployment.path("spec").path("replicas").asInt(1), strategy);
    DeploymentSync sync = new DeploymentSync(deployment, rules, world, now);
    List<ReplicaSet> all = replicaSets(deployment, world);
    boolean failed = false;
    try {
      if (LabelSelector.isEmpty(deployment.path("spec").path("selector"))) {
        sync.status().put("observedGeneration", (int) Meta.generation(deployment));
        sync.writeStatus();
      } else {
        new PartitionRollout(sync, rules, all).run();
      }
    } catch (PassFailedException e) {
      failed = true;
      sync.step().trouble(e.getMessage());
    }
    patchExtraStatus(deployment, all, rules, sync);
    if (!failed && !satisfied(deployment, rules)) {
      sync.step().recheck(RETRY);
    }
    return sync.step().build();
  }

  /** getReplicaSetsForDeployment: its own ones; it neither adopts nor releases. */
  private static List<ReplicaSet> replicaSets(ObjectNode deployment, World world) {
    JsonNode selector = deployment.path("spec").path("selector");
    return Claims.controlled(world, deployment, APPS, "ReplicaSet").stream()
        .filter(set -> LabelSelector.matches(selector, Meta.of(set).path("labels")))
        .filter(set -> !Meta.deleting(set))
        .map(ReplicaSet::new)
        .toList();
  }

  private static void patchExtraStatus(
      ObjectNode deployment, List<ReplicaSet> all, PartitionRules rules, DeploymentSync sync) {
    int updatedReady =
        ReplicaSets.newest(sync.world(), deployment, all).map(ReplicaSet::ready).orElse(0);
    int expected = rules.strategy().limit(rules.replicas());
    ObjectNode extra = Json.object();
    if (updatedReady != 0) {
      extra.put("updatedReadyReplicas", updatedReady);
    }
    if (expected != 0) {
      extra.put("expectedUpdatedReplicas", expected);
    }
    String text = new String(Json.bytes(extra), StandardCharsets.UTF_8);
    if (!Meta.annotation(deployment, EXTRA_STATUS).equals(text)) {
      ObjectNode patch = Json.object();
      Json.dig(patch, "metadata", "annotations").put(EXTRA_STATUS, text);
      sync.step().merge(ObjectRef.of(deployment), patch);
    }
  }

  /** DeploymentRolloutSatisfied, by the status from before this pass. */
  private static boolean satisfied(ObjectNode deployment, PartitionRules rules) {
    JsonNode status = deployment.path("status");
    return status.path("observedGeneration").asLong() >= Meta.generation(deployment)
        && status.path("replicas").asInt() == rules.replicas()
        && status.path("updatedReplicas").asInt() >= rules.strategy().limit(rules.replicas());
  }

  private static boolean changed(ObjectNode before, ObjectNode after) {
    return Meta.generation(before) != Meta.generation(after)
        || Meta.deleting(after)
        || !Meta.of(before).path("annotations").equals(Meta.of(after).path("annotations"));
  }

  /** The predicate on Deployments: of updates only those of spec, deletion and annotations. */
  private static boolean counts(Change change) {
    Optional<ObjectNode> before = Optional.ofNullable(change.before());
    ObjectNode after = change.after();
    return change.type() != Change.Type.MODIFIED
        || before.isEmpty()
        || (changed(before.get(), after) && PartitionStrategy.of(after).isPresent());
  }
}
