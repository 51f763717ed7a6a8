// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.partition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.batch.release.BatchContext;
import io.kruise.rollouts.testkit.internal.batch.release.ControlInfo;
import io.kruise.rollouts.testkit.internal.batch.release.Dial;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.PodFilter;
import io.kruise.rollouts.testkit.internal.batch.release.Pods;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.ReplicaMath;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadReader;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A CloneSet: its partition is how many pods, or how much of them, keep the old version
 * (partitionstyle/cloneset/control.go).
 */
record CloneSetPartition(Pass pass, ObjectNode cloneSet) implements PartitionWorkload {

  @Override
  public WorkloadInfo info() {
    return WorkloadReader.read(pass.world(), cloneSet);
  }

  @Override
  public List<ObjectNode> pods() {
    return Pods.of(pass.world(), cloneSet);
  }

  @Override
  public BatchContext context(@Nullable Integer noNeedUpdate) {
    Release release = pass.release();
    WorkloadInfo info = info();
    Targets targets = Targets.of(release, info.replicas(), noNeedUpdate);
    IntOrString batch = release.planned();
    IntOrString wanted =
        ReplicaMath.isText(batch)
            ? percentage(targets.stable(), info.replicas(), batch)
            : new IntOrString(targets.stable());
    return new BatchContext(
        release,
        info,
        release.rolloutId().isEmpty() ? List.of() : pods(),
        targets.planned(),
        targets.desired(),
        new Dial(partition(), wanted),
        noNeedUpdate == null ? PodFilter.ALL : PodFilter.UNORDERED,
        release.plan().getFailureThreshold());
  }

  @Override
  public void initialize() {
    if (ControlInfo.isBy(cloneSet, pass.release())) {
      return;
    }
    ObjectNode patch =
        Pass.annotating(RolloutAnnotations.CONTROL_INFO, ControlInfo.of(pass.release()));
    Json.dig(patch, "spec", "updateStrategy").put("paused", false).put("partition", "100%");
    pass.patch(cloneSet, patch);
  }

  @Override
  public void upgrade(BatchContext context) {
    Dial dial = context.dial();
    int replicas = context.workload().replicas();
    if (ReplicaMath.up(dial.current(), replicas) <= ReplicaMath.up(dial.wanted(), replicas)) {
      return;
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "spec", "updateStrategy").set("partition", Json.tree(dial.wanted()));
    pass.patch(cloneSet, patch);
  }

  @Override
  public void windUp() {
    ObjectNode patch = Pass.withoutAnnotation(RolloutAnnotations.CONTROL_INFO);
    if (pass.release().batchPartition() == null) {
      Json.dig(patch, "spec", "updateStrategy").putNull("partition").put("paused", false);
    }
    pass.patch(cloneSet, patch);
  }

  private IntOrString partition() {
    JsonNode partition = Json.at(cloneSet, "spec", "updateStrategy", "partition");
    return Objects.requireNonNullElseGet(ReplicaMath.read(partition), () -> new IntOrString(0));
  }

  /**
   * ParseIntegerAsPercentageIfPossible: a percentage that lets at least one pod be upgraded, unless
   * all are.
   */
  private static IntOrString percentage(int stable, int replicas, IntOrString batch) {
    if (stable >= replicas) {
      return new IntOrString("100%");
    }
    if (stable <= 0) {
      return new IntOrString("0%");
    }
    IntOrString percentage = new IntOrString(stable * 100 / replicas + "%");
    boolean none = ReplicaMath.up(percentage, replicas) <= 0;
    return none && !"100%".equals(batch.getStrVal()) ? new IntOrString("1%") : percentage;
  }
}
