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
 * A release that brings up the new version beside the old one, moves traffic over, and removes the
 * old one at the end.
 *
 * <p>Written by the user. Works for Deployments and CloneSets. A third version in the middle of a
 * release is refused by the controller until the release is rolled back.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BlueGreenStrategy {
  /**
   * The steps in the order in which they are walked, at least one. The number of steps is fixed
   * while a release is under way. The last one pauses like any other.
   */
  private @Nullable List<CanaryStep> steps;

  /**
   * Where traffic is shifted, at most one entry. Absent means that only pods are counted and no
   * traffic is routed.
   */
  private @Nullable List<TrafficRoutingRef> trafficRoutings;

  /**
   * How many pods of the new version may be unready: a number or a percentage. The controller of
   * v0.6.2 ignores it in this style.
   */
  private @Nullable IntOrString failureThreshold;

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
