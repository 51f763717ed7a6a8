// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.BatchReleasePhase;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;

/**
 * The status of a BatchRelease, as a draft that a pass works on. Texts are "" and numbers 0 where
 * the object says nothing, as in the Go type; {@link #tree} leaves them out again. Mutable, and of
 * one pass only.
 */
public final class ReleaseStatus {
  private ReleaseConditions conditions = ReleaseConditions.NONE;
  private BatchProgress batch = BatchProgress.of(Json.object());
  private String stableRevision = "";
  private String updateRevision = "";
  private long observedGeneration;
  private String observedRolloutId = "";
  private int observedWorkloadReplicas;
  private int collisionCount;
  private String observedPlanHash = "";
  private String phase = "";
  private String message = "";

  private ReleaseStatus() {}

  /**
   * Reads one.
   *
   * @param tree a status, or a missing node
   * @return its draft
   */
  public static ReleaseStatus of(JsonNode tree) {
    ReleaseStatus status = new ReleaseStatus();
    status.conditions = ReleaseConditions.of(tree.path("conditions"));
    status.batch = BatchProgress.of(tree.path("canaryStatus"));
    status.stableRevision = tree.path("stableRevision").asText();
    status.updateRevision = tree.path("updateRevision").asText();
    status.observedGeneration = tree.path("observedGeneration").asLong();
    status.observedRolloutId = tree.path("observedRolloutID").asText();
    status.observedWorkloadReplicas = tree.path("observedWorkloadReplicas").asInt();
    status.collisionCount = tree.path("collisionCount").asInt();
    status.observedPlanHash = tree.path("observedReleasePlanHash").asText();
    status.phase = tree.path("phase").asText();
    status.message = tree.path("message").asText();
    return status;
  }

  /**
   * The draft that a pass begins with (batchrelease_status.go, getInitializedStatus).
   *
   * @return a copy; a release without a phase starts to prepare
   */
  public ReleaseStatus begun() {
    ReleaseStatus copy = of(tree());
    if (phase.isEmpty()) {
      copy.reset();
    }
    return copy;
  }

  /**
   * As it stands in the object.
   *
   * @return a tree of its own, without empty values
   */
  public ObjectNode tree() {
    ObjectNode tree = Json.object();
    if (!conditions.isEmpty()) {
      tree.set("conditions", conditions.tree());
    }
    tree.set("canaryStatus", batch.tree());
    put(tree, "stableRevision", stableRevision);
    put(tree, "updateRevision", updateRevision);
    if (observedGeneration != 0) {
      tree.put("observedGeneration", observedGeneration);
    }
    put(tree, "observedRolloutID", observedRolloutId);
    put(tree, "observedWorkloadReplicas", observedWorkloadReplicas);
    put(tree, "collisionCount", collisionCount);
    put(tree, "observedReleasePlanHash", observedPlanHash);
    put(tree, "phase", phase);
    put(tree, "message", message);
    return tree;
  }

  /**
   * Whether it says the same.
   *
   * @param other another draft
   * @return whether nothing would change
   */
  public boolean sameAs(ReleaseStatus other) {
    return tree().equals(other.tree());
  }

  /** Forgets all and begins anew (signalRestartAll). */
  public void restart() {
    conditions = ReleaseConditions.NONE;
    observedGeneration = 0;
    observedRolloutId = "";
    collisionCount = 0;
    message = "";
    reset();
  }

  /** resetStatus. */
  private void reset() {
    phase = BatchReleasePhase.PREPARING.value();
    stableRevision = "";
    updateRevision = "";
    observedPlanHash = "";
    observedWorkloadReplicas = -1;
    batch = BatchProgress.of(Json.object());
  }

  /**
   * Goes to a phase.
   *
   * @param next the phase
   */
  public void enter(BatchReleasePhase next) {
    phase = next.value();
  }

  /**
   * Says why the batch can't be upgraded (progressingStateTransition).
   *
   * @param why for people
   * @param now the cluster's time
   */
  public void explain(String why, Instant now) {
    conditions = conditions.progressing(why, now);
    message = why;
  }

  /** Says no longer why the batch can't be upgraded (removeProgressingCondition). */
  public void explainNothing() {
    conditions = conditions.withoutProgressing();
    message = "";
  }

  /**
   * Notes the workload that is to be released.
   *
   * @param stable the revision before the release
   * @param update the new one
   * @param replicas how many pods it shall have
   */
  public void noteWorkload(String stable, String update, int replicas) {
    stableRevision = stable;
    updateRevision = update;
    observedWorkloadReplicas = replicas;
  }

  /**
   * Notes another new revision.
   *
   * @param revision the revision
   */
  public void noteUpdateRevision(String revision) {
    updateRevision = revision;
  }

  /**
   * Notes the workload's replicas.
   *
   * @param replicas how many pods it shall have
   */
  public void noteReplicas(int replicas) {
    observedWorkloadReplicas = replicas;
  }

  /**
   * Notes the plan that is followed.
   *
   * @param hash its hash
   */
  public void notePlan(String hash) {
    observedPlanHash = hash;
  }

  /**
   * Notes the name for the pods' labels.
   *
   * @param id the rollout id
   */
  public void noteRolloutId(String id) {
    observedRolloutId = id;
  }

  /**
   * Notes the generation that was acted on.
   *
   * @param generation the BatchRelease's
   */
  public void noteGeneration(long generation) {
    observedGeneration = generation;
  }

  /**
   * The phase.
   *
   * @return as the object has it; "" before the first pass
   */
  public String phase() {
    return phase;
  }

  /**
   * Whether it is in a phase.
   *
   * @param which the phase
   * @return whether the object says so
   */
  public boolean is(BatchReleasePhase which) {
    return phase.equals(which.value());
  }

  /**
   * Where the current batch is.
   *
   * @return the draft itself, to be changed
   */
  public BatchProgress batch() {
    return batch;
  }

  /**
   * The revision before the release.
   *
   * @return "" when unknown
   */
  public String stableRevision() {
    return stableRevision;
  }

  /**
   * The new revision.
   *
   * @return "" when unknown
   */
  public String updateRevision() {
    return updateRevision;
  }

  /**
   * The name that the pods' labels were given last.
   *
   * @return "" for none
   */
  public String observedRolloutId() {
    return observedRolloutId;
  }

  /**
   * The workload's replicas when it was last looked at.
   *
   * @return -1 for never
   */
  public int observedWorkloadReplicas() {
    return observedWorkloadReplicas;
  }

  /**
   * The plan that is followed.
   *
   * @return its hash; "" for none
   */
  public String observedPlanHash() {
    return observedPlanHash;
  }

  private static void put(ObjectNode tree, String field, String value) {
    if (!value.isEmpty()) {
      tree.put(field, value);
    }
  }

  private static void put(ObjectNode tree, String field, int value) {
    if (value != 0) {
      tree.put(field, value);
    }
  }
}
