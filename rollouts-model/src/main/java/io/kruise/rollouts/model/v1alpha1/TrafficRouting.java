// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import lombok.Builder;
import lombok.EqualsAndHashCode;
import lombok.Getter;
import org.jspecify.annotations.Nullable;

/**
 * Traffic rules of their own, which the releases of several Rollouts share.
 *
 * <p>A Rollout takes part by the annotation {@link
 * io.kruise.rollouts.model.RolloutAnnotations#TRAFFIC_ROUTING}. The user writes {@code spec}, the
 * controller writes {@code status}. There is no v1beta1 of this kind.
 */
@AdditionalPrinterColumn(name = "STATUS", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = ".status.message")
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@Group("rollouts.kruise.io")
@Plural("trafficroutings")
@Version("v1alpha1")
@EqualsAndHashCode(callSuper = true)
public class TrafficRouting extends CustomResource<TrafficRoutingSpec, TrafficRoutingStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @JsonAnySetter
  private final Map<String, Object> additionalProperties = new LinkedHashMap<>();

  @Builder
  private static TrafficRouting create(
      @Nullable ObjectMeta metadata,
      @Nullable TrafficRoutingSpec spec,
      @Nullable TrafficRoutingStatus status) {
    TrafficRouting object = new TrafficRouting();
    if (metadata != null) {
      object.setMetadata(metadata);
    }
    object.setSpec(spec);
    object.setStatus(status);
    return object;
  }
}
