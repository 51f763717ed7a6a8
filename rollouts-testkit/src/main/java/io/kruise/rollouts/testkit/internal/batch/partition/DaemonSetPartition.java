// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.partition;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DaemonSet of OpenKruise: its partition is how many pods keep the old version
 * (partitionstyle/daemonset/control.go).
 */
record DaemonSetPartition(Pass pass, ObjectNode object) implements NumberedPartition {

  @Override
  public BatchContext context(@Nullable Integer noNeedUpdate) {
    Release release = pass.release();
    WorkloadInfo info = info();
    Targets targets = Targets.of(release, info.replicas(), noNeedUpdate);
    int partition = Json.at(object, "spec", "updateStrategy", "rollingUpdate", "partition").asInt();
    return new BatchContext(
        release,
        info,
        release.rolloutId().isEmpty() ? List.of() : pods(),
        targets.planned(),
        targets.desired(),
        Dial.of(partition, Math.max(0, targets.stable())),
        noNeedUpdate == null ? PodFilter.ALL : PodFilter.UNORDERED,
        release.plan().getFailureThreshold());
  }

  @Override
  public void initialize() {
    if (ControlInfo.isBy(object, pass.release())) {
      return;
    }
    ObjectNode patch =
        Pass.annotating(RolloutAnnotations.CONTROL_INFO, ControlInfo.of(pass.release()));
    Json.dig(patch, "spec", "updateStrategy", "rollingUpdate")
        .put("paused", false)
        .put("partition", info().replicas());
    pass.patch(object, patch);
  }

  @Override
  public void windUp() {
    ObjectNode patch = Pass.withoutAnnotation(RolloutAnnotations.CONTROL_INFO);
    if (pass.release().batchPartition() == null) {
      Json.dig(patch, "spec", "updateStrategy", "rollingUpdate")
          .putNull("partition")
          .put("paused", false);
    }
    pass.patch(object, patch);
  }
}
