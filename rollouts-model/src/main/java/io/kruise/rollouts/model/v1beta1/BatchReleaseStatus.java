// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
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

/** What the BatchRelease controller has seen and done. Written by that controller. */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BatchReleaseStatus {
  /** Conditions of the release. */
  private @Nullable List<RolloutCondition> conditions;

  /** The current batch. */
  private @Nullable BatchReleaseCanaryStatus canaryStatus;

  /** Revision of the pods before the release. */
  private @Nullable String stableRevision;

  /** Revision of the new version. */
  private @Nullable String updateRevision;

  /** Generation of the BatchRelease that the controller last acted on. */
  private @Nullable Long observedGeneration;

  /** Name of the release that the controller last acted on. */
  private @Nullable String observedRolloutID;

  /**
   * Replicas of the workload as last seen; -1 before the first look. A change restarts the current
   * batch.
   */
  private @Nullable Integer observedWorkloadReplicas;

  /** Counts clashes of the hash from which the canary Deployment gets its name. */
  private @Nullable Integer collisionCount;

  /** Hash of the release plan that the controller last acted on. */
  private @Nullable String observedReleasePlanHash;

  /**
   * Where the release is, one of {@link io.kruise.rollouts.model.BatchReleasePhase}; absent before
   * the first pass.
   */
  private @Nullable String phase;

  /** What the controller does or waits for, for people to read. */
  private @Nullable String message;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
