// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.batch.release.BatchContext;
import io.kruise.rollouts.testkit.internal.batch.release.Dial;
import io.kruise.rollouts.testkit.internal.batch.release.LabelPatcher;
import io.kruise.rollouts.testkit.internal.batch.release.Observation;
import io.kruise.rollouts.testkit.internal.batch.release.Outcome;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.PodFilter;
import io.kruise.rollouts.testkit.internal.batch.release.Pods;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.ReleaseStatus;
import io.kruise.rollouts.testkit.internal.batch.release.ReplicaMath;
import io.kruise.rollouts.testkit.internal.batch.release.StyleControl;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadEvent;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadReader;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadStatus;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Leaves a Deployment paused as it is, and runs pods of its new template in a second one
 * (canarystyle/control_plane.go and deployment/control.go).
 */
public final class CanaryControl implements StyleControl {
  private final Pass pass;
  private final Optional<ObjectNode> stable;
  private final Canaries canaries;
  private final Optional<ObjectNode> canary;

  /**
   * For the Deployment of a pass.
   *
   * @param pass the pass
   */
  public CanaryControl(Pass pass) {
    this.pass = pass;
    stable = pass.workload();
    canaries = new Canaries(pass);
    canary = canaries.find(stable.map(object -> Json.at(object, "spec", "template")));
  }

  @Override
  public Outcome initialize() {
    if (stable.isEmpty()) {
      return notFound(pass.release().workload().toString());
    }
    new StableDeployment(pass, stable.get()).initialize();
    if (canary.isEmpty()) {
      canaries.create(stable.get());
      return Outcome.notYet("created canary deployment succeeded, but waiting informer synced");
    }
    pass.status()
        .noteWorkload(
            "",
            WorkloadReader.status(pass.world(), canary.get()).updateRevision(),
            WorkloadReader.read(pass.world(), stable.get()).replicas());
    return Outcome.done();
  }

  @Override
  public Outcome upgradeBatch() {
    return onCanary(
        (object, context) -> {
          if (WorkloadReader.read(pass.world(), object).replicas() < context.desired()) {
            ObjectNode patch = Json.object();
            Json.dig(patch, "spec").put("replicas", context.desired());
            pass.patch(object, patch);
          }
          return Outcome.done();
        });
  }

  /**
   * {@inheritDoc}
   *
   * <p>Pods that can't be labelled are no failure: that they have no labels is one.
   */
  @Override
  public Outcome checkBatch() {
    return onCanary(
        (object, context) -> {
          LabelPatcher.patch(pass, context);
          return context.ready();
        });
  }

  @Override
  public Outcome windUp() {
    Outcome released =
        stable.map(object -> new StableDeployment(pass, object).windUp()).orElseGet(Outcome::done);
    if (released.isDone()) {
      canaries.letGo();
    }
    return released;
  }

  @Override
  public Observation look() {
    if (pass.release().deleting()) {
      return Observation.none();
    }
    if (stable.isEmpty()) {
      return Observation.gone();
    }
    WorkloadInfo info = WorkloadReader.read(pass.world(), stable.get());
    WorkloadEvent event = event(info);
    boolean changed = event == WorkloadEvent.POD_TEMPLATE_CHANGED;
    String revision = changed ? info.status().updateRevision() : "";
    return new Observation(event, Optional.of(info.with(counts().withUpdateRevision(revision))));
  }

  /** SyncWorkloadInformation; a rollback is a change of the template like any other. */
  private WorkloadEvent event(WorkloadInfo info) {
    ReleaseStatus seen = pass.status();
    if (!info.stable()) {
      return WorkloadEvent.STILL_RECONCILING;
    }
    if (info.promoted()) {
      return WorkloadEvent.NORMAL;
    }
    if (info.scaled(seen.observedWorkloadReplicas())) {
      return WorkloadEvent.REPLICAS_CHANGED;
    }
    return info.revisionChanged(seen.updateRevision())
        ? WorkloadEvent.POD_TEMPLATE_CHANGED
        : WorkloadEvent.UNKNOWN;
  }

  private Outcome onCanary(BiFunction<ObjectNode, BatchContext, Outcome> action) {
    if (stable.isEmpty()) {
      return notFound(pass.release().workload().toString());
    }
    WorkloadInfo info = WorkloadReader.read(pass.world(), stable.get());
    if (info.replicas() == 0) {
      return Outcome.done();
    }
    if (canary.isEmpty()) {
      return notFound(pass.release().workload() + "-canary");
    }
    if (!WorkloadReader.read(pass.world(), canary.get()).stable()) {
      return Outcome.notYet("wait canary workload " + ObjectRef.of(canary.get()) + " reconcile");
    }
    return action.apply(canary.get(), context(info, canary.get()));
  }

  /** CalculateBatchContext. */
  private BatchContext context(WorkloadInfo info, ObjectNode object) {
    Release release = pass.release();
    int desired = ReplicaMath.batch(release.planned(), info.replicas());
    return new BatchContext(
        release,
        info.with(counts()),
        release.rolloutId().isEmpty() ? List.of() : Pods.of(pass.world(), object),
        0,
        desired,
        Dial.NONE,
        PodFilter.ALL,
        release.plan().getFailureThreshold());
  }

  /** The second Deployment's pods are the new ones; ready are those that are available. */
  private WorkloadStatus counts() {
    JsonNode status = canary.map(object -> object.path("status")).orElseGet(Json::object);
    return WorkloadStatus.NONE.withUpdated(
        status.path("replicas").asInt(), status.path("availableReplicas").asInt());
  }

  private static Outcome notFound(String what) {
    return Outcome.notYet(what + " not found");
  }
}
