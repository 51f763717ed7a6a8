// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.BatchReleasePhase;
import io.kruise.rollouts.model.FinalizingPolicy;
import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.Optional;

/** The BatchRelease that upgrades pods for a Rollout (rollout_releaseManager.go). */
final class BatchReleases {
  private static final String API_VERSION = "rollouts.kruise.io/v1beta1";

  private BatchReleases() {}

  /**
   * RunBatchRelease: makes it, or gives it the present plan.
   *
   * @param index the step to upgrade to, from 1
   * @return the BatchRelease when it already had that plan; empty when it was made or changed now
   */
  static Optional<ObjectNode> run(Pass pass, int index) {
    ObjectNode wanted = wanted(pass, index);
    Optional<ObjectNode> present = pass.batchRelease();
    if (present.isEmpty()) {
      pass.step().create(wanted);
      return Optional.empty();
    }
    JsonNode spec = present.get().path("spec");
    JsonNode annotations = Meta.of(present.get()).path("annotations");
    JsonNode wantedAnnotations = Meta.of(wanted).path("annotations");
    if (spec.equals(wanted.path("spec")) && sameEntries(annotations, wantedAnnotations)) {
      return present;
    }
    ObjectNode patch = Json.object();
    patch.set("spec", Json.mergeDiff(spec, wanted.path("spec")));
    if (!sameEntries(annotations, wantedAnnotations)) {
      Json.dig(patch, "metadata")
          .set("annotations", Json.mergeDiff(annotations, wantedAnnotations));
    }
    pass.step().merge(pass.batchReleaseRef(), patch);
    return Optional.empty();
  }

  private static boolean sameEntries(JsonNode left, JsonNode right) {
    return (left.isEmpty() && right.isEmpty()) || left.equals(right);
  }

  /** CreateBatchRelease (rollout_canary.go, rollout_bluegreen.go). */
  private static ObjectNode wanted(Pass pass, int index) {
    Workload workload = pass.requireWorkload();
    ObjectNode wanted = Json.object().put("apiVersion", API_VERSION).put("kind", "BatchRelease");
    ObjectNode metadata = wanted.putObject("metadata");
    metadata
        .put("namespace", Meta.namespace(pass.rollout()))
        .put("name", Meta.name(pass.rollout()))
        .putArray("ownerReferences")
        .add(Meta.controllerReference(pass.rollout()));
    if (workload.rollback()) {
      metadata
          .putObject("annotations")
          .put(
              RolloutAnnotations.ROLLBACK_IN_BATCH,
              Meta.annotation(pass.rollout(), RolloutAnnotations.ROLLBACK_IN_BATCH));
    }
    ObjectNode spec = wanted.putObject("spec");
    JsonNode ref = pass.plan().workloadRef();
    spec.putObject("workloadRef")
        .put("apiVersion", ref.path("apiVersion").asText())
        .put("kind", ref.path("kind").asText())
        .put("name", ref.path("name").asText());
    spec.set("releasePlan", releasePlan(pass, workload.rolloutId(), index - 1));
    return wanted;
  }

  private static ObjectNode releasePlan(Pass pass, String rolloutId, int batch) {
    Plan plan = pass.plan();
    ObjectNode releasePlan = Json.object();
    ArrayNode batches = releasePlan.putArray("batches");
    for (int step = 1; step <= plan.size(); step++) {
      batches.addObject().set("canaryReplicas", Plan.tree(Plan.replicas(plan.step(step))));
    }
    releasePlan.put("batchPartition", batch);
    SubStatus.putText(releasePlan, "rolloutID", rolloutId);
    boolean blueGreen = plan.style() == RollingStyle.BLUE_GREEN;
    copy(plan.part(), "failureThreshold", releasePlan);
    if (!blueGreen) {
      copy(plan.part(), "patchPodTemplateMetadata", releasePlan);
    }
    return releasePlan
        .put("rollingStyle", plan.style().value())
        .put(
            "enableExtraWorkloadForCanary",
            !blueGreen && plan.part().path("enableExtraWorkloadForCanary").asBoolean());
  }

  private static void copy(JsonNode from, String field, ObjectNode to) {
    if (from.hasNonNull(field)) {
      to.set(field, from.path(field));
    }
  }

  /**
   * SyncBatchRelease (rollout_canary.go, rollout_bluegreen.go): what it reports goes to the status,
   * the rollout-id of the status goes to it.
   */
  static void sync(Pass pass, ObjectNode batchRelease, SubStatus sub) {
    JsonNode status = batchRelease.path("status");
    JsonNode canary = status.path("canaryStatus");
    sub.counts(canary.path("updatedReplicas").asInt(), canary.path("updatedReadyReplicas").asInt());
    String message = status.path("message").asText();
    sub.message(
        "BatchRelease is at state "
            + canary.path("batchState").asText()
            + ", rollout-id "
            + status.path("observedRolloutID").asText()
            + ", step "
            + (canary.path("currentBatch").asInt() + 1)
            + (message.isEmpty() ? "" : ", " + message));
    JsonNode releasePlan = batchRelease.path("spec").path("releasePlan");
    if (!sub.rolloutId().equals(releasePlan.path("rolloutID").asText())) {
      ObjectNode patch = Json.object();
      Json.dig(patch, "spec", "releasePlan").put("rolloutID", sub.rolloutId());
      pass.step().merge(pass.batchReleaseRef(), patch);
    }
  }

  /**
   * FinalizingBatchRelease: asks it to let the workload go on by itself.
   *
   * @param waits whether it is to wait until all pods are upgraded
   * @return whether it has done so, or is not there
   */
  static boolean finish(Pass pass, boolean waits) {
    Optional<ObjectNode> present = pass.batchRelease();
    if (present.isEmpty()) {
      return true;
    }
    JsonNode releasePlan = present.get().path("spec").path("releasePlan");
    boolean asked = !releasePlan.hasNonNull("batchPartition");
    BatchReleasePhase phase =
        BatchReleasePhase.of(present.get().path("status").path("phase").asText());
    if (asked && phase == BatchReleasePhase.COMPLETED) {
      return true;
    }
    FinalizingPolicy policy = FinalizingPolicy.of(releasePlan.path("finalizingPolicy").asText());
    if (asked && (policy == FinalizingPolicy.WAIT_RESUME) == waits) {
      return false;
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "spec", "releasePlan")
        .put(
            "finalizingPolicy",
            (waits ? FinalizingPolicy.WAIT_RESUME : FinalizingPolicy.IMMEDIATE).value())
        .putNull("batchPartition");
    pass.step().merge(pass.batchReleaseRef(), patch);
    return false;
  }

  /**
   * RemoveBatchRelease.
   *
   * @return whether it is gone
   */
  static boolean remove(Pass pass) {
    Optional<ObjectNode> present = pass.batchRelease();
    present
        .filter(each -> !Meta.deleting(each))
        .ifPresent(each -> pass.step().delete(pass.batchReleaseRef()));
    return present.isEmpty();
  }
}
