// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
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

/** Metadata that only the pods of a canary workload get. Written by the user. */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class PatchPodTemplateMetadata {
  /** Annotations to add, by key. */
  private @Nullable Map<String, String> annotations;

  /** Labels to add, by key. */
  private @Nullable Map<String, String> labels;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
