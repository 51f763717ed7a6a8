// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.ReleasePlanHash;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** BatchReleases that upgrade each batch at once, unless they are held. */
final class InstantBatches implements Controller {
  private final int replicas;
  private boolean held;

  InstantBatches(int replicas) {
    this.replicas = replicas;
  }

  /** Batches stay in Upgrading from now on. */
  void hold() {
    held = true;
  }

  @Override
  public String name() {
    return "batches";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    return change.ref().kind().equals("BatchRelease") ? List.of(change.ref()) : List.of();
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    return world
        .get(ref)
        .map(each -> Step.builder().mergeStatus(ref, status(each)).build())
        .orElse(Step.nothing());
  }

  private ObjectNode status(ObjectNode batchRelease) {
    JsonNode plan = batchRelease.path("spec").path("releasePlan");
    boolean finished = !plan.hasNonNull("batchPartition");
    ObjectNode patch = Json.object();
    ObjectNode status =
        Json.dig(patch, "status")
            .put("phase", finished ? "Completed" : "Progressing")
            .put("observedGeneration", Meta.generation(batchRelease))
            .put("observedRolloutID", plan.path("rolloutID").asText())
            .put("observedReleasePlanHash", ReleasePlanHash.of(plan));
    int batch = plan.path("batchPartition").asInt();
    if (!finished) {
      JsonNode wanted = plan.path("batches").path(batch).path("canaryReplicas");
      int updated = held ? 0 : Math.min(replicas, Plan.scaled(wanted, replicas));
      status
          .putObject("canaryStatus")
          .put("batchState", held ? "Upgrading" : "Ready")
          .put("currentBatch", batch)
          .put("updatedReplicas", updated)
          .put("updatedReadyReplicas", updated);
    }
    return patch;
  }
}
