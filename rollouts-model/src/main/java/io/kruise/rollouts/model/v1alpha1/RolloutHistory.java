// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * A record of one release: the objects that took part and the pods of each step.
 *
 * <p>Written by the controller, only if its feature gate {@code RolloutHistory} is on. There is no
 * v1beta1 of this kind.
 */
@Group("rollouts.kruise.io")
@Version("v1alpha1")
@Plural("rollouthistories")
@EqualsAndHashCode(callSuper = true)
public class RolloutHistory extends CustomResource<RolloutHistorySpec, RolloutHistoryStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @JsonAnySetter
  private final Map<String, Object> additionalProperties = new LinkedHashMap<>();

  @Builder
  private static RolloutHistory create(
      @Nullable ObjectMeta metadata,
      @Nullable RolloutHistorySpec spec,
      @Nullable RolloutHistoryStatus status) {
    RolloutHistory object = new RolloutHistory();
    if (metadata != null) {
      object.setMetadata(metadata);
    }
    object.setSpec(spec);
    object.setStatus(status);
    return object;
  }
}
