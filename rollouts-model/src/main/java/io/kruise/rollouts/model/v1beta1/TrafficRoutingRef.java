// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
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
 * Where traffic is shifted: the Service of the stable version, and the one network resource in
 * front of it.
 *
 * <p>Written by the user, except for the default of {@link #gracePeriodSeconds}. One of ingress,
 * gateway and custom network references is set.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class TrafficRoutingRef {
  /**
   * Name of the Service that selects the pods of the stable version. Required. The controller
   * creates its twin with the suffix {@code -canary}.
   */
  @Required private @Nullable String service;

  /**
   * Seconds that the controller leaves the network to take over a change. The API server fills in
   * 3.
   */
  @Default("3")
  private @Nullable Integer gracePeriodSeconds;

  /** Shift by an Ingress. */
  private @Nullable IngressTrafficRouting ingress;

  /** Shift by a route of the Gateway API. */
  private @Nullable GatewayTrafficRouting gateway;

  /** Shift by resources of another network provider. */
  private @Nullable List<CustomNetworkRef> customNetworkRefs;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
