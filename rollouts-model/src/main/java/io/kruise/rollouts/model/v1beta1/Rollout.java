// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

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
 * Guards the releases of one workload: each change of its pod template reaches the pods step by
 * step.
 *
 * <p>The user writes {@code spec}, the controller writes {@code status}. Both are null in a new
 * object.
 */
@AdditionalPrinterColumn(name = "STATUS", jsonPath = ".status.phase")
@AdditionalPrinterColumn(
    name = "CANARY_STEP",
    jsonPath = ".status.currentStepIndex",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "CANARY_STATE", jsonPath = ".status.currentStepState")
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = ".status.message")
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@Group("rollouts.kruise.io")
@Plural("rollouts")
@Version("v1beta1")
@EqualsAndHashCode(callSuper = true)
public class Rollout extends CustomResource<RolloutSpec, RolloutStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @JsonAnySetter
  private final Map<String, Object> additionalProperties = new LinkedHashMap<>();

  @Builder
  private static Rollout create(
      @Nullable ObjectMeta metadata, @Nullable RolloutSpec spec, @Nullable RolloutStatus status) {
    Rollout object = new Rollout();
    if (metadata != null) {
      object.setMetadata(metadata);
    }
    object.setSpec(spec);
    object.setStatus(status);
    return object;
  }
}
