// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
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
 * What a Rollout is for: which workload it guards, and by which steps a new version reaches it.
 *
 * <p>Written by the user, except for the default of {@link #disabled}.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RolloutSpec {
  /**
   * The workload whose releases this Rollout controls. Required; fixed while a release is under
   * way.
   */
  @Required private @Nullable WorkloadRef workloadRef;

  /** How a release proceeds. Required. */
  @Required private @Nullable RolloutStrategy strategy;

  /**
   * Whether the controller leaves the workload alone. The API server fills in {@code false}.
   *
   * <p>Setting it in the middle of a release ends the release by handing the new version over to
   * the workload's own controller: it promotes, it does not roll back.
   */
  @Default("false")
  private @Nullable Boolean disabled;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
