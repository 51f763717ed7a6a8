// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.batch.release.BatchContext;
import io.kruise.rollouts.testkit.internal.batch.release.ControlInfo;
import io.kruise.rollouts.testkit.internal.batch.release.Outcome;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.ReplicaMath;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadReader;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.Optional;

/**
 * A Deployment: Kubernetes makes as many new pods as maxSurge allows, and keeps the old ones, as no
 * new one is ever available (bluegreenstyle/deployment/control.go).
 */
record DeploymentBlueGreen(Pass pass, ObjectNode object) implements BlueGreenWorkload {

  @Override
  public WorkloadInfo info() {
    WorkloadInfo info = WorkloadReader.read(pass.world(), object);
    int ready =
        ReplicaSets.of(pass.world(), object)
            .current()
            .map(newest -> Json.at(newest, "status", "readyReplicas").asInt())
            .orElse(0);
    return info.with(
        info.status()
            .withUpdated(info.status().updatedReplicas(), ready)
            .withStableRevision(Meta.label(object, RolloutLabels.STABLE_REVISION)));
  }

  @Override
  public BatchContext context() {
    Release release = pass.release();
    WorkloadInfo info = info();
    IntOrString wanted = release.planned();
    int limit = ReplicaMath.newReplicasLimit(wanted, info.replicas());
    return Surge.context(
        pass, info, limit, Json.at(object, "spec", "strategy", "rollingUpdate", "maxSurge"));
  }

  @Override
  public Outcome initialize() {
    if (ControlInfo.isBy(object, pass.release())) {
      return Outcome.done();
    }
    new HpaSwitch(pass, object).disable();
    ReplicaSets.of(pass.world(), object).stable().ifPresent(this::keepPodsUnavailable);
    Optional<OriginalSetting> kept = OriginalSetting.on(object);
    if (kept.isEmpty()) {
      return Outcome.badRequest(
          "cannot get original setting for deployment " + name() + ": not JSON");
    }
    ObjectNode patch =
        Pass.annotating(RolloutAnnotations.CONTROL_INFO, ControlInfo.of(pass.release()));
    Json.dig(patch, "metadata", "annotations")
        .put(
            RolloutAnnotations.ORIGINAL_DEPLOYMENT_STRATEGY,
            kept.get().orOfDeployment(object).text());
    Json.dig(patch, "spec")
        .put("minReadySeconds", MAX_READY_SECONDS)
        .put("progressDeadlineSeconds", MAX_PROGRESS_SECONDS);
    rolling(patch).put("maxSurge", 1).put("maxUnavailable", 0);
    pass.patch(object, patch);
    return Outcome.done();
  }

  @Override
  public Outcome upgrade(BatchContext context) {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return Outcome.badRequest(
          "cannot upgrade batch, because deployment "
              + name()
              + " doesn't satisfy conditions: "
              + obstacle.get());
    }
    if (Surge.isWideEnough(context)) {
      return Outcome.done();
    }
    ObjectNode patch = Json.object();
    // absent is how the API stores false
    Json.dig(patch, "spec").putNull("paused");
    rolling(patch).put("maxUnavailable", 0).set("maxSurge", Json.tree(context.dial().wanted()));
    pass.patch(object, patch);
    return Outcome.done();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Whether the pods are updated is judged by what the API server answers to the write; a later
   * pass writes nothing and doesn't judge.
   */
  @Override
  public Outcome windUp() {
    if (pass.release().batchPartition() != null) {
      return Outcome.done();
    }
    if (OriginalSetting.isOn(object) && !Meta.deleting(object)) {
      Optional<OriginalSetting> kept = OriginalSetting.on(object);
      if (kept.isEmpty()) {
        return Outcome.notYet("the original setting of " + name() + " is not JSON");
      }
      ObjectNode patch = restoring(kept.get());
      pass.patch(object, patch);
      Outcome updated = allUpdatedAndReady(Json.mergePatch(object, patch));
      if (!updated.isDone()) {
        return updated;
      }
    }
    new HpaSwitch(pass, object).restore();
    return Outcome.done();
  }

  /** Of the old version, too, no pod counts as available, so that none of the new ones must go. */
  private void keepPodsUnavailable(ObjectNode replicaSet) {
    ObjectNode patch = Json.object();
    Json.dig(patch, "spec").put("minReadySeconds", MAX_READY_SECONDS);
    pass.patch(replicaSet, patch);
  }

  private static ObjectNode rolling(ObjectNode patch) {
    return Json.dig(
        Json.dig(patch, "spec", "strategy").put("type", "RollingUpdate"), "rollingUpdate");
  }

  private static ObjectNode restoring(OriginalSetting setting) {
    ObjectNode patch = Pass.withoutAnnotation(RolloutAnnotations.CONTROL_INFO);
    Json.dig(patch, "metadata", "annotations")
        .putNull(RolloutAnnotations.ORIGINAL_DEPLOYMENT_STRATEGY);
    Json.dig(patch, "metadata", "labels").putNull(RolloutLabels.STABLE_REVISION);
    ObjectNode spec = Json.dig(patch, "spec");
    // absent is how the API stores false and 0
    spec.putNull("paused").putNull("minReadySeconds");
    if (setting.minReadySeconds() != 0) {
      spec.put("minReadySeconds", setting.minReadySeconds());
    }
    spec.set("progressDeadlineSeconds", setting.get("progressDeadlineSeconds"));
    ObjectNode rolling = Json.dig(spec, "strategy", "rollingUpdate");
    rolling.set("maxSurge", setting.get("maxSurge"));
    rolling.set("maxUnavailable", setting.get("maxUnavailable"));
    return patch;
  }

  /** ValidateReadyForBlueGreenRelease. */
  private Optional<String> obstacle() {
    JsonNode spec = object.path("spec");
    String type = Json.at(spec, "strategy", "type").asText();
    if (!ControlInfo.isOn(object)) {
      return Optional.of("workload has no control info annotation");
    }
    if (!type.isEmpty() && !type.equals("RollingUpdate")) {
      return Optional.of("deployment strategy type is not RollingUpdate");
    }
    if (!Json.at(spec, "strategy", "rollingUpdate").isObject()) {
      return Optional.of("deployment strategy rollingUpdate is nil");
    }
    if (spec.path("minReadySeconds").asInt() != MAX_READY_SECONDS
        || spec.path("progressDeadlineSeconds").asInt() != MAX_PROGRESS_SECONDS) {
      return Optional.of(
          "deployment strategy minReadySeconds or progressDeadlineSeconds is not MaxReadySeconds or"
              + " MaxProgressSeconds");
    }
    return Optional.empty();
  }

  /** waitAllUpdatedAndReady. */
  private static Outcome allUpdatedAndReady(JsonNode deployment) {
    JsonNode status = deployment.path("status");
    if (status.path("readyReplicas").asInt() != status.path("updatedReplicas").asInt()) {
      return Outcome.notYet(
          "[retry]: all ready replicas should be updated, and all updated replicas should be ready");
    }
    int available = status.path("availableReplicas").asInt();
    return ReplicaMath.maxUnavailable(deployment) + available < status.path("replicas").asInt()
        ? Outcome.notYet("[retry]: ready replicas should satisfy maxUnavailable")
        : Outcome.done();
  }

  private String name() {
    return Meta.namespace(object) + "/" + Meta.name(object);
  }
}
