// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.kruise.rollouts.model.HttpPathMatchType;
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

/** A condition on the path of a request. Written by the user, except for the defaults. */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class HttpPathMatch {
  /**
   * How {@link #value} is compared, one of {@link HttpPathMatchType}. The API server fills in
   * {@code PathPrefix}.
   */
  @SchemaFrom(type = HttpPathMatchType.class)
  @Default("PathPrefix")
  private @Nullable String type;

  /** The path, at most 1024 characters. The API server fills in {@code /}. */
  @Size(max = 1024)
  @Default("/")
  private @Nullable String value;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
