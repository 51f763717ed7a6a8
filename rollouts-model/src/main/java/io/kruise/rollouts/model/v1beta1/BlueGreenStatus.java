// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import java.util.LinkedHashMap;
import java.util.Map;
import lombok.AccessLevel;
import lombok.AllArgsConstructor;
import lombok.Builder;
import lombok.Data;
import lombok.Getter;
import lombok.NoArgsConstructor;
import lombok.Setter;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a blue-green release.
 *
 * <p>Written by the controller, anew for each release, and kept after its end. Every write of the
 * status must hold the required fields.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BlueGreenStatus implements StepStatus {
  /** Generation of the workload that this status speaks of. */
  private @Nullable Long observedWorkloadGeneration;

  /**
   * Name of the release: the label {@link io.kruise.rollouts.model.RolloutLabels#ROLLOUT_ID} of the
   * workload, or the revision if it has none.
   */
  private @Nullable String observedRolloutID;

  /**
   * Hash of the plan that the release follows. A change tells the controller that the plan was
   * edited.
   */
  private @Nullable String rolloutHash;

  /**
   * Revision of the pods before the release. May be empty, and is not always comparable with the
   * new revision.
   */
  private @Nullable String stableRevision;

  /**
   * Value of the label by which a Service selects the pods of the new version; empty until known.
   * Required.
   */
  @Required private @Nullable String podTemplateHash;

  /** The current step, counted from 1. */
  private @Nullable Integer currentStepIndex;

  /**
   * The step that follows, counted from 1; -1 after the last. Required.
   *
   * <p>A client writes another step here to jump. A value that names no step is stored and has no
   * effect.
   */
  @Required private @Nullable Integer nextStepIndex;

  /**
   * The task in hand while a release is wound up, one of {@link
   * io.kruise.rollouts.model.FinalisingStep}; empty before that. Required.
   */
  @Required private @Nullable String finalisingStep;

  /**
   * Where the current step is, one of {@link io.kruise.rollouts.model.StepState}. Required.
   *
   * <p>A client writes {@code StepReady} here to approve.
   */
  @Required private @Nullable String currentStepState;

  /** What the step waits for, for people to read. */
  private @Nullable String message;

  /** When the step last changed, in RFC 3339 with whole seconds. Timed pauses count from here. */
  private @Nullable String lastUpdateTime;

  /**
   * Revision of the new version, as the controller computes it. Required. Not a label of
   * ReplicaSets or pods.
   */
  @Required private @Nullable String updatedRevision;

  /** How many pods run the new version. Required. */
  @Required private @Nullable Integer updatedReplicas;

  /** How many pods of the new version are ready. Required. */
  @Required private @Nullable Integer updatedReadyReplicas;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();

  @Override
  public @Nullable String revision() {
    return updatedRevision;
  }

  @Override
  public @Nullable Integer updatedReplicas() {
    return updatedReplicas;
  }

  @Override
  public @Nullable Integer updatedReadyReplicas() {
    return updatedReadyReplicas;
  }
}
