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
 * Carries out one release of a workload, batch by batch.
 *
 * <p>The controller makes one for each release of a Rollout, with the name of the Rollout, and
 * deletes it afterwards. Clients read it; both {@code spec} and {@code status} are written by the
 * controller.
 */
@AdditionalPrinterColumn(name = "KIND", jsonPath = ".spec.targetReference.workloadRef.kind")
@AdditionalPrinterColumn(name = "PHASE", jsonPath = ".status.phase")
@AdditionalPrinterColumn(
    name = "BATCH",
    jsonPath = ".status.canaryStatus.currentBatch",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "BATCH-STATE", jsonPath = ".status.canaryStatus.batchState")
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@Group("rollouts.kruise.io")
@Plural("batchreleases")
@Version("v1beta1")
@EqualsAndHashCode(callSuper = true)
public class BatchRelease extends CustomResource<BatchReleaseSpec, BatchReleaseStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @JsonAnySetter
  private final Map<String, Object> additionalProperties = new LinkedHashMap<>();

  @Builder
  private static BatchRelease create(
      @Nullable ObjectMeta metadata,
      @Nullable BatchReleaseSpec spec,
      @Nullable BatchReleaseStatus status) {
    BatchRelease object = new BatchRelease();
    if (metadata != null) {
      object.setMetadata(metadata);
    }
    object.setSpec(spec);
    object.setStatus(status);
    return object;
  }
}
