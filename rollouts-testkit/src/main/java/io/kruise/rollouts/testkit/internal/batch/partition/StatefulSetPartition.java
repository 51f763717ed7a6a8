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
import io.kruise.rollouts.testkit.internal.batch.release.Pods;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadReader;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A StatefulSet of Kubernetes or of OpenKruise: pods with an ordinal below its partition keep the
 * old version; OpenKruise's may upgrade in any order, then it is how many pods keep it
 * (partitionstyle/statefulset/control.go).
 */
record StatefulSetPartition(Pass pass, ObjectNode set) implements PartitionWorkload {

  @Override
  public WorkloadInfo info() {
    WorkloadInfo info = WorkloadReader.read(set);
    int ready = Pods.countReady(pods(), info.status().updateRevision());
    return info.with(info.status().withUpdated(info.status().updatedReplicas(), ready));
  }

  @Override
  public List<ObjectNode> pods() {
    return Pods.of(pass.world(), set);
  }

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
    if (ControlInfo.isBy(set, pass.release())) {
      return;
    }
    ObjectNode patch =
        Pass.annotating(RolloutAnnotations.CONTROL_INFO, ControlInfo.of(pass.release()));
    ObjectNode rolling = Json.dig(patch, "spec", "updateStrategy", "rollingUpdate");
    rolling.put("partition", (int) Short.MAX_VALUE);
    if (!ObjectRef.of(set).group().equals("apps")) {
      // Kubernetes' own have no such field: the API server drops it
      rolling.put("paused", false);
    }
    pass.patch(set, patch);
  }

  @Override
  public void upgrade(BatchContext context) {
    int wanted = context.dial().wanted().getIntVal();
    if (context.dial().current().getIntVal() <= wanted) {
      return;
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "spec", "updateStrategy", "rollingUpdate").put("partition", wanted);
    pass.patch(set, patch);
  }

  @Override
  public void windUp() {
    ObjectNode patch = Pass.withoutAnnotation(RolloutAnnotations.CONTROL_INFO);
    if (pass.release().batchPartition() == null) {
      Json.dig(patch, "spec", "updateStrategy", "rollingUpdate").putNull("partition");
    }
    pass.patch(set, patch);
  }

  private JsonNode rollingUpdate() {
    return Json.at(set, "spec", "updateStrategy", "rollingUpdate");
  }
}
