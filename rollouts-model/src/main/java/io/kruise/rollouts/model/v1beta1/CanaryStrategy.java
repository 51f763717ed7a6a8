// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
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
 * A release in steps. Each step moves some pods, and perhaps some traffic, to the new version.
 *
 * <p>Written by the user. The workload itself is updated in part, unless {@link
 * #enableExtraWorkloadForCanary} asks for a second one.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class CanaryStrategy {
  /**
   * The steps in the order in which they are walked, at least one. The number of steps is fixed
   * while a release is under way.
   */
  private @Nullable List<CanaryStep> steps;

  /**
   * Where traffic is shifted, at most one entry. Absent means that only pods are counted and no
   * traffic is routed.
   */
  private @Nullable List<TrafficRoutingRef> trafficRoutings;

  /**
   * How many pods of the new version may be unready in a step that counts as done: a number, or a
   * percentage such as {@code "10%"}. The controller of v0.6.2 takes an absent value as 0.
   */
  private @Nullable IntOrString failureThreshold;

  /**
   * Labels and annotations for the pods of the canary workload only. Has an effect only together
   * with {@link #enableExtraWorkloadForCanary}.
   */
  private @Nullable PatchPodTemplateMetadata patchPodTemplateMetadata;

  /**
   * Whether canary pods run in a second Deployment, created for the release and removed after it.
   * Absent means {@code false}: the workload itself is updated in part. Only heeded for a
   * Deployment of {@code apps/v1}.
   */
  private @Nullable Boolean enableExtraWorkloadForCanary;

  /**
   * Name of a {@code TrafficRouting}. The controller of v0.6.2 does not read it; it reads the
   * annotation {@link io.kruise.rollouts.model.RolloutAnnotations#TRAFFIC_ROUTING}.
   */
  private @Nullable String trafficRoutingRef;

  /**
   * Whether the controller refrains from creating the canary Service. Absent means {@code false}.
   */
  private @Nullable Boolean disableGenerateCanaryService;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
