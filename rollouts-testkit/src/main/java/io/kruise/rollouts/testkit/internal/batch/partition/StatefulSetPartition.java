// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.partition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.batch.release.BatchContext;
import io.kruise.rollouts.testkit.internal.batch.release.ControlInfo;
import io.kruise.rollouts.testkit.internal.batch.release.Dial;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.PodFilter;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A StatefulSet of Kubernetes or of OpenKruise: pods with an ordinal below its partition keep the
 * old version; OpenKruise's may upgrade in any order, then it is how many pods keep it
 * (partitionstyle/statefulset/control.go).
 */
record StatefulSetPartition(Pass pass, ObjectNode object) implements NumberedPartition {

  @Override
  public BatchContext context(@Nullable Integer noNeedUpdate) {
    Release release = pass.release();
    WorkloadInfo info = info();
    Targets targets = Targets.of(release, info.replicas(), noNeedUpdate);
    boolean unordered = rollingUpdate().hasNonNull("unorderedUpdate");
    int partition = targets.stable();
    int desired = targets.desired();
    if (!unordered && noNeedUpdate != null) {
      partition += noNeedUpdate;
      desired = info.replicas() - partition + noNeedUpdate;
    }
    PodFilter rollback = unordered ? PodFilter.UNORDERED : PodFilter.ORDERED;
    return new BatchContext(
        release,
        info,
        release.rolloutId().isEmpty() ? List.of() : pods(),
        targets.planned(),
        desired,
        Dial.of(rollingUpdate().path("partition").asInt(), partition),
        noNeedUpdate == null ? PodFilter.ALL : rollback,
        release.plan().getFailureThreshold());
  }

  @Override
  public void initialize() {
    if (ControlInfo.isBy(object, pass.release())) {
      return;
    }
    ObjectNode patch =
        Pass.annotating(RolloutAnnotations.CONTROL_INFO, ControlInfo.of(pass.release()));
    ObjectNode rolling = Json.dig(patch, "spec", "updateStrategy", "rollingUpdate");
    rolling.put("partition", (int) Short.MAX_VALUE);
    if (!ObjectRef.of(object).group().equals("apps")) {
      // Kubernetes' own have no such field: the API server drops it
      rolling.put("paused", false);
    }
    pass.patch(object, patch);
  }

  @Override
  public void windUp() {
    ObjectNode patch = Pass.withoutAnnotation(RolloutAnnotations.CONTROL_INFO);
    if (pass.release().batchPartition() == null) {
      Json.dig(patch, "spec", "updateStrategy", "rollingUpdate").putNull("partition");
    }
    pass.patch(object, patch);
  }

  private JsonNode rollingUpdate() {
    return Json.at(object, "spec", "updateStrategy", "rollingUpdate");
  }
}
