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

/** The current batch of a BatchRelease. Written by the BatchRelease controller. */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BatchReleaseCanaryStatus {
  /** Where the batch is, one of {@link io.kruise.rollouts.model.BatchState}. */
  private @Nullable String batchState;

  /** The current batch, counted from 0. Required. */
  @Required private @Nullable Integer currentBatch;

  /** When the batch became ready, in RFC 3339. Absent until then. */
  private @Nullable String batchReadyTime;

  /** How many pods run the new version. */
  private @Nullable Integer updatedReplicas;

  /** How many pods of the new version are ready. */
  private @Nullable Integer updatedReadyReplicas;

  /**
   * How many pods already ran the target version when a rollback in batches began. Absent
   * otherwise.
   */
  private @Nullable Integer noNeedUpdateReplicas;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
