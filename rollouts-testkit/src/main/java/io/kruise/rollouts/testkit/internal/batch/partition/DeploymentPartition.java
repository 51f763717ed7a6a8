// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.partition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.batch.release.BatchContext;
import io.kruise.rollouts.testkit.internal.batch.release.ControlInfo;
import io.kruise.rollouts.testkit.internal.batch.release.Dial;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.PodFilter;
import io.kruise.rollouts.testkit.internal.batch.release.Pods;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.ReplicaMath;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadReader;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment: paused and of strategy Recreate, so that Kubernetes leaves it alone, it is rolled
 * by Kruise's own controller (partitionstyle/deployment/control.go).
 */
record DeploymentPartition(Pass pass, ObjectNode deployment) implements PartitionWorkload {
  /** What partitions are compared by, whatever the Deployment's replicas. */
  private static final int COMPARED_OF = 10_000_000;

  @Override
  public WorkloadInfo info() {
    WorkloadInfo info = WorkloadReader.read(pass.world(), deployment);
    return info.with(
        info.status()
            .withUpdated(info.status().updatedReplicas(), updatedReadyReplicas())
            .withStableRevision(Meta.label(deployment, RolloutLabels.STABLE_REVISION)));
  }

  @Override
  public List<ObjectNode> pods() {
    return Pods.of(pass.world(), deployment);
  }

  @Override
  public BatchContext context(@Nullable Integer noNeedUpdate) {
    Release release = pass.release();
    WorkloadInfo info = info();
    IntOrString wanted = release.planned();
    int limit = ReplicaMath.newReplicasLimit(wanted, info.replicas());
    return new BatchContext(
        release,
        info,
        release.rolloutId().isEmpty() ? List.of() : pods(),
        limit,
        limit,
        new Dial(AdvancedStrategy.of(deployment).partition(), wanted),
        PodFilter.ALL,
        release.plan().getFailureThreshold());
  }

  @Override
  public void initialize() {
    if (isUnderRolloutControl()) {
      return;
    }
    ObjectNode patch =
        Pass.annotating(RolloutAnnotations.CONTROL_INFO, ControlInfo.of(pass.release()));
    Json.dig(patch, "metadata", "annotations")
        .put(RolloutAnnotations.DEPLOYMENT_STRATEGY, AdvancedStrategy.beginning(deployment).text());
    Json.dig(patch, "metadata", "labels")
        .put(RolloutLabels.CONTROLLED_BY_ADVANCED_DEPLOYMENT, "true");
    Json.dig(patch, "spec").put("paused", true);
    Json.dig(patch, "spec", "strategy").put("type", "Recreate");
    pass.patch(deployment, patch);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Measured: after a percentage a number never upgrades, as it is compared of ten million.
   */
  @Override
  public void upgrade(BatchContext context) {
    Dial dial = context.dial();
    boolean farEnough =
        ReplicaMath.up(dial.current(), COMPARED_OF) >= ReplicaMath.up(dial.wanted(), COMPARED_OF);
    if (!isUnderRolloutControl() || farEnough) {
      return;
    }
    pass.patch(
        deployment,
        Pass.annotating(
            RolloutAnnotations.DEPLOYMENT_STRATEGY,
            AdvancedStrategy.of(deployment).with(dial.wanted()).text()));
  }

  @Override
  public void windUp() {
    if (!ControlInfo.isOn(deployment) || !isPaused()) {
      return;
    }
    ObjectNode patch = Pass.withoutAnnotation(RolloutAnnotations.CONTROL_INFO);
    if (pass.release().batchPartition() == null) {
      // absent is how the API stores false
      Json.dig(patch, "spec").putNull("paused");
      if (isRecreate()) {
        ObjectNode strategy = Json.dig(patch, "spec", "strategy").put("type", "RollingUpdate");
        JsonNode rolling = AdvancedStrategy.of(deployment).rollingUpdate();
        if (rolling.isObject()) {
          strategy.set("rollingUpdate", rolling);
        }
      }
      Json.dig(patch, "metadata", "annotations")
          .putNull(RolloutAnnotations.DEPLOYMENT_STRATEGY)
          .putNull(RolloutAnnotations.DEPLOYMENT_EXTRA_STATUS);
      Json.dig(patch, "metadata", "labels")
          .putNull(RolloutLabels.STABLE_REVISION)
          .putNull(RolloutLabels.CONTROLLED_BY_ADVANCED_DEPLOYMENT);
    }
    pass.patch(deployment, patch);
  }

  /** IsUnderRolloutControl. */
  private boolean isUnderRolloutControl() {
    return ControlInfo.isOn(deployment) && isRecreate() && isPaused();
  }

  private boolean isPaused() {
    return Json.at(deployment, "spec", "paused").asBoolean();
  }

  private boolean isRecreate() {
    return Json.at(deployment, "spec", "strategy", "type").asText().equals("Recreate");
  }

  /** GetDeploymentExtraStatus: Kubernetes doesn't count them, Kruise's controller does. */
  private int updatedReadyReplicas() {
    String text = Meta.annotation(deployment, RolloutAnnotations.DEPLOYMENT_EXTRA_STATUS);
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8)).path("updatedReadyReplicas").asInt();
    } catch (JsonProcessingException e) {
      return 0;
    }
  }
}
