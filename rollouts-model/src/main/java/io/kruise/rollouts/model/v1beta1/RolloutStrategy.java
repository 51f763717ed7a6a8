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

/**
 * How a release proceeds: in one of two styles, canary or blue-green.
 *
 * <p>Exactly one of {@link #canary} and {@link #blueGreen} is set; the admission webhook refuses
 * both and neither.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RolloutStrategy {
  /**
   * Whether the release stands still as a whole, whichever step it is in. Absent means {@code
   * false}.
   *
   * <p>Written by the user. Pods of the current step go on being upgraded; approvals, jumps and
   * rollbacks wait until it is {@code false} again.
   */
  private @Nullable Boolean paused;

  /** Release step by step, by partition of the workload or with an extra canary workload. */
  private @Nullable CanaryStrategy canary;

  /**
   * Release by a full second set of pods beside the first. Known to the controller since v0.6.0.
   */
  private @Nullable BlueGreenStrategy blueGreen;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();

  /**
   * Returns the steps of the plan, of whichever style is set.
   *
   * @return the list of that style itself; an empty one when there is none
   */
  public List<CanaryStep> steps() {
    @Nullable List<CanaryStep> steps = null;
    if (canary != null) {
      steps = canary.getSteps();
    } else if (blueGreen != null) {
      steps = blueGreen.getSteps();
    }
    return steps == null ? List.of() : steps;
  }
}
