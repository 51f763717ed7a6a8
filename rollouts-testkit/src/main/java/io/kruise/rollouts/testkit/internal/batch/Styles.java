// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import io.kruise.rollouts.testkit.internal.batch.bluegreen.BlueGreenControl;
import io.kruise.rollouts.testkit.internal.batch.canary.CanaryControl;
import io.kruise.rollouts.testkit.internal.batch.partition.PartitionControl;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.StyleControl;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadReader;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * How a release upgrades its workload, by style and kind, in the order in which they are judged
 * (batchrelease_executor.go, getReleaseController).
 */
final class Styles {
  private static final String APPS = "apps/v1";
  private static final String KRUISE = WorkloadReader.KRUISE + "/v1alpha1";

  /** A style that isn't known, and none, count as partition; so does canary for other kinds. */
  private static final Set<RollingStyle> IN_PLACE =
      Set.of(RollingStyle.CANARY, RollingStyle.PARTITION);

  private record Row(
      Set<RollingStyle> styles,
      String apiVersion,
      String kind,
      Function<Pass, StyleControl> control) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(Set.of(RollingStyle.BLUE_GREEN), KRUISE, "CloneSet", BlueGreenControl::cloneSet),
          new Row(
              Set.of(RollingStyle.BLUE_GREEN), APPS, "Deployment", BlueGreenControl::deployment),
          new Row(Set.of(RollingStyle.CANARY), APPS, "Deployment", CanaryControl::new),
          new Row(IN_PLACE, KRUISE, "CloneSet", PartitionControl::cloneSet),
          new Row(IN_PLACE, KRUISE, "DaemonSet", PartitionControl::daemonSet),
          new Row(IN_PLACE, APPS, "Deployment", PartitionControl::deployment));

  private Styles() {}

  /** How the release of a pass upgrades its workload. */
  static StyleControl of(Pass pass) {
    RollingStyle style = style(pass.release());
    WorkloadRef workload = pass.release().workloadRef();
    for (Row row : ROWS) {
      if (row.styles().contains(style)
          && row.apiVersion().equals(workload.getApiVersion())
          && row.kind().equals(workload.getKind())) {
        return row.control().apply(pass);
      }
    }
    return PartitionControl.statefulSet(pass);
  }

  private static RollingStyle style(Release release) {
    String style = release.plan().getRollingStyle();
    if (style == null || style.isEmpty()) {
      return Boolean.TRUE.equals(release.plan().getEnableExtraWorkloadForCanary())
          ? RollingStyle.CANARY
          : RollingStyle.PARTITION;
    }
    return RollingStyle.of(style);
  }
}
