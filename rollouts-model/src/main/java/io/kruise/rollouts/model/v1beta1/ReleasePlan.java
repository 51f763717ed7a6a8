// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.LinkedHashMap;
import java.util.List;
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
 * The steps of a Rollout as batches of pods, and the batch up to which to go.
 *
 * <p>Written by the controller of the Rollout. Batches are counted from 0, steps from 1.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ReleasePlan {
  /** One batch for each step of the Rollout, in order; replicas never decrease. */
  private @Nullable List<ReleaseBatch> batches;

  /**
   * The last batch that may be upgraded, counted from 0. Absent means all, and to wind up after
   * them.
   */
  private @Nullable Integer batchPartition;

  /**
   * Name of the release, for the labels of pods. A change makes the controller walk the batches
   * again to relabel pods.
   */
  private @Nullable String rolloutID;

  /**
   * How many upgraded pods may be unready: a number or a percentage. The controller of v0.6.2 takes
   * an absent value as 0.
   */
  private @Nullable IntOrString failureThreshold;

  /**
   * Whether winding up waits for the pods, one of {@link
   * io.kruise.rollouts.model.FinalizingPolicy}. Absent acts like {@code Immediate}.
   */
  private @Nullable String finalizingPolicy;

  /** Labels and annotations for the pods of a canary workload. */
  private @Nullable PatchPodTemplateMetadata patchPodTemplateMetadata;

  /** How pods are replaced, one of {@link io.kruise.rollouts.model.RollingStyle}. */
  private @Nullable String rollingStyle;

  /**
   * Whether canary pods run in a workload of their own. Required; counts only if {@link
   * #rollingStyle} is empty.
   */
  @Required private @Nullable Boolean enableExtraWorkloadForCanary;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
