// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.v1beta1.BatchReleaseSpec;
import io.kruise.rollouts.model.v1beta1.ReleaseBatch;
import io.kruise.rollouts.model.v1beta1.ReleasePlan;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A BatchRelease as it stands at the beginning of a pass.
 *
 * @param object whole
 * @param workloadRef which workload it is about
 * @param plan what is to be done
 * @param status what was done; not to be changed
 */
public record Release(
    ObjectNode object, WorkloadRef workloadRef, ReleasePlan plan, ReleaseStatus status) {
  private static final Function<JsonNode, BatchReleaseSpec> SPEC = Release::spec;

  /**
   * Reads one.
   *
   * @param world all objects
   * @param object a BatchRelease
   * @return as it stands
   */
  public static Release of(World world, ObjectNode object) {
    BatchReleaseSpec spec = world.derived(object.path("spec"), SPEC);
    return new Release(
        object,
        Objects.requireNonNullElseGet(spec.getWorkloadRef(), WorkloadRef::new),
        Objects.requireNonNullElseGet(spec.getReleasePlan(), ReleasePlan::new),
        ReleaseStatus.of(object.path("status")));
  }

  /**
   * The workload.
   *
   * @return in the same namespace
   */
  public ObjectRef workload() {
    return new ObjectRef(
        ObjectRef.groupOf(Objects.requireNonNullElse(workloadRef.getApiVersion(), "")),
        Objects.requireNonNullElse(workloadRef.getKind(), ""),
        Meta.namespace(object),
        Objects.requireNonNullElse(workloadRef.getName(), ""));
  }

  /**
   * Whether its deletion was asked for.
   *
   * @return whether it is to be wound up and to go
   */
  public boolean deleting() {
    return Meta.deleting(object);
  }

  /**
   * Whether a rollback goes batch by batch.
   *
   * @return whether the annotation says anything
   */
  public boolean rollsBackInBatches() {
    return !Meta.annotation(object, RolloutAnnotations.ROLLBACK_IN_BATCH).isEmpty();
  }

  /**
   * The batches.
   *
   * @return counted from 0
   */
  public List<ReleaseBatch> batches() {
    return Objects.requireNonNullElse(plan.getBatches(), List.of());
  }

  /**
   * How many pods have the new version once a batch is done.
   *
   * @param batch counted from 0
   * @return as planned: a number or a percentage
   */
  public IntOrString planned(int batch) {
    return Objects.requireNonNullElseGet(
        batches().get(batch).getCanaryReplicas(), () -> new IntOrString(0));
  }

  /**
   * How many pods have the new version once the current batch is done.
   *
   * @return as planned: a number or a percentage
   */
  public IntOrString planned() {
    return planned(status.batch().index());
  }

  /**
   * The last batch to go to.
   *
   * @return counted from 0; null: all, and then wind up
   */
  public @Nullable Integer batchPartition() {
    return plan.getBatchPartition();
  }

  /**
   * The name for the pods' labels.
   *
   * @return "" when pods get none
   */
  public String rolloutId() {
    return Objects.requireNonNullElse(plan.getRolloutID(), "");
  }

  private static BatchReleaseSpec spec(JsonNode tree) {
    return Json.to(tree, BatchReleaseSpec.class);
  }
}
