// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
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
 * What the controller has seen and done.
 *
 * <p>Written by the controller. A client writes at most {@code currentStepState} (to approve) and
 * {@code nextStepIndex} (to jump) of the step status.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RolloutStatus {
  /**
   * Generation of the Rollout that the controller last acted on. A smaller value than that of the
   * metadata means that the rest of the status is older than the spec.
   */
  private @Nullable Long observedGeneration;

  /**
   * Progress of a canary release, under way or finished. Absent for a moment between two releases,
   * and in blue-green style.
   */
  private @Nullable CanaryStatus canaryStatus;

  /** Progress of a blue-green release, under way or finished. Absent in canary style. */
  private @Nullable BlueGreenStatus blueGreenStatus;

  /** Conditions, at most one of each type. The one changed last comes last. */
  private @Nullable List<RolloutCondition> conditions;

  /** Where the Rollout is as a whole, one of {@link io.kruise.rollouts.model.RolloutPhase}. */
  private @Nullable String phase;

  /** What the controller does or waits for, for people to read. */
  private @Nullable String message;

  /**
   * Copy of the field of the step status, for {@code kubectl get}. Required by the API server in
   * every write of the status. Lags behind after a write by a client, and stays when the step
   * status goes away.
   */
  @Required private @Nullable Integer currentStepIndex;

  /**
   * Copy of the field of the step status, one of {@link io.kruise.rollouts.model.StepState};
   * required, and lags, like {@link #currentStepIndex}.
   */
  @Required private @Nullable String currentStepState;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();

  /**
   * Returns the step status of whichever style is in use, or null if there is none.
   *
   * @return {@link #canaryStatus} if present, else {@link #blueGreenStatus}
   */
  public @Nullable StepStatus stepStatus() {
    return canaryStatus != null ? canaryStatus : blueGreenStatus;
  }
}
