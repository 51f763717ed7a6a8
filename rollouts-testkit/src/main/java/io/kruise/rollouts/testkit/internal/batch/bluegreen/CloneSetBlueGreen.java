// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
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
import java.util.Objects;
import java.util.Optional;

/**
 * A CloneSet: OpenKruise makes as many new pods as maxSurge allows, and keeps the old ones, as no
 * new one is ever available (bluegreenstyle/cloneset/control.go).
 */
record CloneSetBlueGreen(Pass pass, ObjectNode object) implements BlueGreenWorkload {

  @Override
  public WorkloadInfo info() {
    return WorkloadReader.read(pass.world(), object);
  }

  @Override
  public BatchContext context() {
    Release release = pass.release();
    WorkloadInfo info = info();
    int desired = ReplicaMath.up(release.planned(), info.replicas());
    return Surge.context(
        pass, info, desired, Json.at(object, "spec", "updateStrategy", "maxSurge"));
  }

  @Override
  public Outcome initialize() {
    if (ControlInfo.isBy(object, pass.release())) {
      return Outcome.done();
    }
    new HpaSwitch(pass, object).disable();
    Optional<OriginalSetting> kept = OriginalSetting.on(object);
    if (kept.isEmpty()) {
      return Outcome.badRequest(
          "cannot get original setting for cloneset " + name() + ": not JSON from annotation");
    }
    ObjectNode patch =
        Pass.annotating(RolloutAnnotations.CONTROL_INFO, ControlInfo.of(pass.release()));
    Json.dig(patch, "metadata", "annotations")
        .put(
            RolloutAnnotations.ORIGINAL_DEPLOYMENT_STRATEGY,
            kept.get().orOfCloneSet(object).text());
    Json.dig(patch, "spec").put("minReadySeconds", MAX_READY_SECONDS);
    Json.dig(patch, "spec", "updateStrategy")
        .put("paused", false)
        .put("maxSurge", 1)
        .put("maxUnavailable", 0);
    pass.patch(object, patch);
    return Outcome.done();
  }

  @Override
  public Outcome upgrade(BatchContext context) {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return Outcome.badRequest(
          "cannot upgrade batch, because cloneset "
              + name()
              + " doesn't satisfy conditions: "
              + obstacle.get());
    }
    if (Surge.isWideEnough(context)) {
      return Outcome.done();
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "spec", "updateStrategy")
        .putNull("partition")
        .set("maxSurge", Json.tree(context.dial().wanted()));
    pass.patch(object, patch);
    return Outcome.done();
  }

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
      pass.patch(object, restoring(kept.get()));
    }
    JsonNode status = object.path("status");
    int ready = status.path("readyReplicas").asInt();
    int updatedReady = status.path("updatedReadyReplicas").asInt();
    if (ready != updatedReady) {
      return Outcome.notYet(
          String.format(
              "[retry]: cloneset %s finalize not done, readyReplicas %d != updatedReadyReplicas %d,"
                  + " current policy %s",
              name(),
              ready,
              updatedReady,
              Objects.requireNonNullElse(pass.release().plan().getFinalizingPolicy(), "")));
    }
    new HpaSwitch(pass, object).restore();
    return Outcome.done();
  }

  private static ObjectNode restoring(OriginalSetting setting) {
    ObjectNode patch = Pass.withoutAnnotation(RolloutAnnotations.CONTROL_INFO);
    Json.dig(patch, "metadata", "annotations")
        .putNull(RolloutAnnotations.ORIGINAL_DEPLOYMENT_STRATEGY);
    Json.dig(patch, "spec").put("minReadySeconds", setting.minReadySeconds());
    ObjectNode strategy = Json.dig(patch, "spec", "updateStrategy");
    strategy.set("maxSurge", setting.get("maxSurge"));
    strategy.set("maxUnavailable", setting.get("maxUnavailable"));
    return patch;
  }

  /** ValidateReadyForBlueGreenRelease. */
  private Optional<String> obstacle() {
    String type = Json.at(object, "spec", "updateStrategy", "type").asText();
    if (!ControlInfo.isOn(object)) {
      return Optional.of("workload has no control info annotation");
    }
    if (!type.isEmpty() && !type.equals("ReCreate")) {
      return Optional.of("cloneSet strategy type is not ReCreate");
    }
    return Json.at(object, "spec", "minReadySeconds").asInt() == MAX_READY_SECONDS
        ? Optional.empty()
        : Optional.of("cloneSet strategy minReadySeconds is not MaxReadySeconds");
  }

  private String name() {
    return Meta.namespace(object) + "/" + Meta.name(object);
  }
}
