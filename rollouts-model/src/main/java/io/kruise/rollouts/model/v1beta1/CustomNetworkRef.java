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
 * Points at a resource of a network provider, for instance an Istio {@code VirtualService}, that
 * the controller rewrites to shift traffic.
 *
 * <p>It lies in the namespace of the Rollout; a Lua script known to the controller must exist for
 * its kind.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class CustomNetworkRef {
  /** Group and version of the resource. Required. */
  @Required private @Nullable String apiVersion;

  /** Kind of the resource. Required. */
  @Required private @Nullable String kind;

  /** Name of the resource. Required. */
  @Required private @Nullable String name;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
