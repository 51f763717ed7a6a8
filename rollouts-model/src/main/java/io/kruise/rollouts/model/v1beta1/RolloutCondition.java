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
 * One aspect of a Rollout or BatchRelease, and since when it holds.
 *
 * <p>Written by the controller.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RolloutCondition {
  /** Which aspect, one of {@link io.kruise.rollouts.model.ConditionType}. Required. */
  @Required private @Nullable String type;

  /** {@code True}, {@code False} or {@code Unknown}. Required. */
  @Required private @Nullable String status;

  /**
   * When the condition was written, in RFC 3339. For {@code Progressing} it is when the release
   * began, however often the reason changed since.
   */
  private @Nullable String lastUpdateTime;

  /** When {@link #status} changed, in RFC 3339; the same caveat holds. */
  private @Nullable String lastTransitionTime;

  /**
   * Why, in one word; for {@code Progressing} one of {@link
   * io.kruise.rollouts.model.ProgressingReason}, for {@code Terminating} one of {@link
   * io.kruise.rollouts.model.TerminatingReason}, else empty. Required.
   */
  @Required private @Nullable String reason;

  /** Why, for people to read. Required, may be empty. */
  @Required private @Nullable String message;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
