// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.FinalisingStep;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * status.canaryStatus or status.blueGreenStatus, being written by one pass: upstream's CommonStatus
 * and UnifiedStatus.
 */
final class SubStatus {

  /** Where it stands, and how its own fields are called there. */
  enum Kind {
    /** Partition and canary styles. */
    CANARY("canaryStatus", "canaryRevision", "canaryReplicas", "canaryReadyReplicas"),
    /** Blue-green style. */
    BLUE_GREEN("blueGreenStatus", "updatedRevision", "updatedReplicas", "updatedReadyReplicas");

    private final String field;
    private final String revision;
    private final String replicas;
    private final String readyReplicas;

    Kind(String field, String revision, String replicas, String readyReplicas) {
      this.field = field;
      this.revision = revision;
      this.replicas = replicas;
      this.readyReplicas = readyReplicas;
    }

    String field() {
      return field;
    }
  }

  private final Kind kind;
  private final ObjectNode tree;

  SubStatus(Kind kind, ObjectNode tree) {
    this.kind = kind;
    this.tree = tree;
  }

  static SubStatus empty(Kind kind) {
    return new SubStatus(kind, Json.object());
  }

  Kind kind() {
    return kind;
  }

  String revision() {
    return text(kind.revision);
  }

  SubStatus revision(String revision) {
    tree.put(kind.revision, revision);
    return this;
  }

  int updatedReplicas() {
    return tree.path(kind.replicas).asInt();
  }

  void counts(int updated, int ready) {
    tree.put(kind.replicas, updated).put(kind.readyReplicas, ready);
  }

  String rolloutId() {
    return text("observedRolloutID");
  }

  SubStatus observed(String rolloutId, long workloadGeneration) {
    tree.put("observedRolloutID", rolloutId)
        .put("observedWorkloadGeneration", (int) workloadGeneration);
    return this;
  }

  String rolloutHash() {
    return text("rolloutHash");
  }

  SubStatus rolloutHash(String hash) {
    tree.put("rolloutHash", hash);
    return this;
  }

  String stableRevision() {
    return text("stableRevision");
  }

  SubStatus stableRevision(String revision) {
    tree.put("stableRevision", revision);
    return this;
  }

  String podTemplateHash() {
    return text("podTemplateHash");
  }

  SubStatus podTemplateHash(String hash) {
    tree.put("podTemplateHash", hash);
    return this;
  }

  int index() {
    return tree.path("currentStepIndex").asInt();
  }

  int next() {
    return tree.path("nextStepIndex").asInt();
  }

  SubStatus index(int index, int next) {
    tree.put("currentStepIndex", index);
    return next(next);
  }

  SubStatus next(int next) {
    tree.put("nextStepIndex", next);
    return this;
  }

  StepState state() {
    return StepState.of(text("currentStepState"));
  }

  /** As it stands, also when it is no state that exists. */
  String stateText() {
    return text("currentStepState");
  }

  SubStatus state(StepState state) {
    tree.put("currentStepState", state.value());
    return this;
  }

  FinalisingStep finalisingStep() {
    return FinalisingStep.of(text("finalisingStep"));
  }

  SubStatus finalisingStep(FinalisingStep step) {
    tree.put("finalisingStep", step.value());
    return this;
  }

  void message(String message) {
    tree.put("message", message);
  }

  @Nullable Instant lastUpdateTime() {
    return Times.read(tree.path("lastUpdateTime"));
  }

  SubStatus lastUpdateTime(Instant time) {
    tree.put("lastUpdateTime", Times.text(time));
    return this;
  }

  /**
   * As Go writes it: fields in the order of the type, zero values only where they are not left out.
   */
  ObjectNode tree() {
    ObjectNode whole = Json.object();
    if (tree.path("observedWorkloadGeneration").asLong() != 0) {
      whole.put(
          "observedWorkloadGeneration", (int) tree.path("observedWorkloadGeneration").asLong());
    }
    putText(whole, "observedRolloutID", rolloutId());
    putText(whole, "rolloutHash", rolloutHash());
    putText(whole, "stableRevision", stableRevision());
    whole
        .put("podTemplateHash", podTemplateHash())
        .put("currentStepIndex", index())
        .put("nextStepIndex", next())
        .put("finalisingStep", text("finalisingStep"))
        .put("currentStepState", stateText());
    putText(whole, "message", text("message"));
    putText(whole, "lastUpdateTime", text("lastUpdateTime"));
    return whole
        .put(kind.revision, revision())
        .put(kind.replicas, updatedReplicas())
        .put(kind.readyReplicas, tree.path(kind.readyReplicas).asInt());
  }

  static void putText(ObjectNode tree, String field, String text) {
    if (!text.isEmpty()) {
      tree.put(field, text);
    }
  }

  private String text(String field) {
    JsonNode value = tree.path(field);
    return value.isNull() ? "" : value.asText();
  }
}
