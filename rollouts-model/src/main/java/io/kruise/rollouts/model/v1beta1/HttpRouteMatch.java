// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
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
 * Conditions on a request; it matches when all that are set hold.
 *
 * <p>Written by the user. Path and query parameters are known to the controller since v0.6.0.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class HttpRouteMatch {
  /** Condition on the path. Absent means any path. */
  private @Nullable HttpPathMatch path;

  /** Conditions on headers, all of which must hold; at most 16, one for each name. */
  @Size(max = 16)
  private @Nullable List<HttpHeaderMatch> headers;

  /** Conditions on query parameters, all of which must hold; at most 16, one for each name. */
  @Size(max = 16)
  private @Nullable List<HttpQueryParamMatch> queryParams;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
