// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.kruise.rollouts.model.v1beta1.HttpHeaderFilter;
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

/** Which requests go to the new version: by weight or by match. Written by the user. */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class TrafficRoutingStrategy {
  /**
   * Share of traffic for the new version in percent, 0 to 100. Absent means that nothing is routed
   * by weight.
   */
  private @Nullable Integer weight;

  /** Changes to the headers of requests that go to the new version. Absent means none. */
  private @Nullable HttpHeaderFilter requestHeaderModifier;

  /**
   * Requests that go to the new version; one match suffices. Takes precedence over {@link #weight}.
   */
  private @Nullable List<HttpRouteMatch> matches;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
