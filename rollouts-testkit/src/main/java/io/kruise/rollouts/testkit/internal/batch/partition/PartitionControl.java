// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.partition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.batch.release.BatchContext;
import io.kruise.rollouts.testkit.internal.batch.release.LabelPatcher;
import io.kruise.rollouts.testkit.internal.batch.release.Observation;
import io.kruise.rollouts.testkit.internal.batch.release.Outcome;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.StyleControl;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Upgrades a workload in place: its own controller replaces pods, and the partition says how many
 * (partitionstyle/control_plane.go).
 */
public final class PartitionControl implements StyleControl {
  private final Pass pass;
  private final Optional<PartitionWorkload> workload;
  private final RollbackMarks marks;

  private PartitionControl(Pass pass, BiFunction<Pass, ObjectNode, PartitionWorkload> kind) {
    this.pass = pass;
    workload = pass.workload().map(object -> kind.apply(pass, object));
    marks = new RollbackMarks(pass);
  }

  /**
   * For a Deployment, by Kruise's own Deployment controller.
   *
   * @param pass the pass
   * @return its control
   */
  public static PartitionControl deployment(Pass pass) {
    return new PartitionControl(pass, DeploymentPartition::new);
  }

  /**
   * For a CloneSet.
   *
   * @param pass the pass
   * @return its control
   */
  public static PartitionControl cloneSet(Pass pass) {
    return new PartitionControl(pass, CloneSetPartition::new);
  }

  /**
   * For a StatefulSet, and for what is like one.
   *
   * @param pass the pass
   * @return its control
   */
  public static PartitionControl statefulSet(Pass pass) {
    return new PartitionControl(pass, StatefulSetPartition::new);
  }

  /**
   * For OpenKruise's DaemonSet.
   *
   * @param pass the pass
   * @return its control
   */
  public static PartitionControl daemonSet(Pass pass) {
    return new PartitionControl(pass, DaemonSetPartition::new);
  }

  @Override
  public Outcome initialize() {
    if (workload.isEmpty()) {
      return notFound();
    }
    workload.get().initialize();
    WorkloadInfo info = workload.get().info();
    pass.status()
        .noteWorkload(
            info.status().stableRevision(), info.status().updateRevision(), info.replicas());
    return marks.mark(workload.get());
  }

  @Override
  public Outcome upgradeBatch() {
    if (workload.isEmpty()) {
      return notFound();
    }
    if (workload.get().info().replicas() == 0) {
      return Outcome.done();
    }
    @Nullable Integer noNeedUpdate = marks.count(workload.get());
    BatchContext context = workload.get().context(noNeedUpdate);
    workload.get().upgrade(context);
    return LabelPatcher.patch(pass, context);
  }

  @Override
  public Outcome checkBatch() {
    if (workload.isEmpty()) {
      return notFound();
    }
    if (workload.get().info().replicas() == 0) {
      return Outcome.done();
    }
    return workload.get().context(pass.release().status().batch().noNeedUpdateReplicas()).ready();
  }

  @Override
  public Outcome windUp() {
    workload.ifPresent(PartitionWorkload::windUp);
    return Outcome.done();
  }

  @Override
  public Observation look() {
    if (pass.release().deleting()) {
      return Observation.none();
    }
    if (workload.isEmpty()) {
      return Observation.gone();
    }
    WorkloadInfo info = workload.get().info();
    return new Observation(info.since(pass.status()), Optional.of(info));
  }

  private Outcome notFound() {
    return Outcome.notYet(pass.release().workload() + " not found");
  }
}
