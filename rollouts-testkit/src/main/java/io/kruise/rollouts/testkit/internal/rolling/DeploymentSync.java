// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rolling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * One pass over one Deployment: what a controller knows, what it has changed in memory, and what it
 * has written. Lives for one pass.
 */
public final class DeploymentSync {
  /** In spec fields: no limit. */
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private final DeploymentRules rules;
  private final World world;
  private final Instant now;
  private final Step.Builder step = Step.builder();
  private final ObjectNode deployment;
  private ObjectNode written;

  /**
   * A pass that begins.
   *
   * @param deployment as stored
   * @param rules whose controller it is
   * @param world all objects
   * @param now the cluster's time
   */
  public DeploymentSync(ObjectNode deployment, DeploymentRules rules, World world, Instant now) {
    this.written = deployment;
    this.deployment = copy(deployment);
    this.rules = rules;
    this.world = world;
    this.now = now;
  }

  /**
   * The Deployment.
   *
   * @return as changed in memory
   */
  public ObjectNode deployment() {
    return deployment;
  }

  /**
   * Its status.
   *
   * @return to be changed in memory
   */
  public ObjectNode status() {
    return Json.dig(deployment, "status");
  }

  /**
   * How many pods it wants.
   *
   * @return spec.replicas
   */
  public int replicas() {
    return deployment.path("spec").path("replicas").asInt(1);
  }

  /**
   * How long a rollout may stand still (HasProgressDeadline).
   *
   * @return seconds; empty for as long as it likes
   */
  public OptionalInt progressDeadlineSeconds() {
    return limit("progressDeadlineSeconds");
  }

  /**
   * How many old ReplicaSets are kept (HasRevisionHistoryLimit).
   *
   * @return a number; empty for all
   */
  public OptionalInt revisionHistoryLimit() {
    return limit("revisionHistoryLimit");
  }

  /**
   * Whose controller it is.
   *
   * @return its rules
   */
  public DeploymentRules rules() {
    return rules;
  }

  /**
   * All objects.
   *
   * @return as they stood before the pass
   */
  public World world() {
    return world;
  }

  /**
   * The cluster's time.
   *
   * @return of this pass
   */
  public Instant now() {
    return now;
  }

  /**
   * What was written so far.
   *
   * @return to be added to
   */
  public Step.Builder step() {
    return step;
  }

  /**
   * Puts a condition into the status in memory.
   *
   * @param type its type
   * @param value its status
   * @param reason in one CamelCase word
   * @param message for people
   */
  public void condition(String type, String value, String reason, String message) {
    DeploymentConditions.set(status(), DeploymentConditions.of(type, value, reason, message, now));
  }

  /**
   * Sets the revision in memory (SetDeploymentRevision).
   *
   * @param revision the new ReplicaSet's
   * @return whether it was another one
   */
  public boolean revision(String revision) {
    if (Meta.annotation(deployment, ReplicaSet.REVISION).equals(revision)) {
      return false;
    }
    Json.dig(deployment, "metadata", "annotations").put(ReplicaSet.REVISION, revision);
    return true;
  }

  /** Writes status and annotations as they are in memory; nothing when they are written. */
  public void writeStatus() {
    ObjectNode patch = Json.mergeDiff(written, deployment);
    if (!patch.isEmpty()) {
      step.mergeStatus(ObjectRef.of(deployment), patch);
      written = copy(deployment);
    }
  }

  /**
   * Writes a ReplicaSet.
   *
   * @param before as stored
   * @param after as it shall be
   * @return the latter
   */
  public ReplicaSet write(ReplicaSet before, ReplicaSet after) {
    step.merge(before.ref(), Json.mergeDiff(before.object(), after.object()));
    return after;
  }

  /**
   * Emits a normal Event on the Deployment.
   *
   * @param reason in one CamelCase word
   * @param message for people
   */
  public void emit(String reason, String message) {
    step.emit(written, "Normal", reason, message);
  }

  /** What a pass writes, annotations and status, is a copy; all else is shared. */
  private static ObjectNode copy(ObjectNode deployment) {
    ObjectNode copy = Json.copyAlong(deployment, "metadata", "annotations");
    if (copy.has("status")) {
      copy.set("status", copy.path("status").deepCopy());
    }
    return copy;
  }

  private OptionalInt limit(String field) {
    JsonNode value = deployment.path("spec").path(field);
    return value.isNumber() && value.asInt() != UNLIMITED
        ? OptionalInt.of(value.asInt())
        : OptionalInt.empty();
  }
}
