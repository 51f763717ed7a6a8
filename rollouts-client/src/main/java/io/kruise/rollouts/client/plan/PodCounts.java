// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.kruise.rollouts.client.plan.Spec.Workload;
import io.kruise.rollouts.model.RollingStyle;

/**
 * Pods of the new version after each step, with the controller's rounding. Keeps what the steps
 * before reached, as no step takes pods back.
 */
final class PodCounts {
  private static final int HUNDRED = 100;

  private final RollingStyle style;
  private final Workload workload;
  private final int replicas;

  private int reached;
  private boolean partitionIsPercent;

  PodCounts(RollingStyle style, Workload workload, int replicas) {
    this.style = style;
    this.workload = workload;
    this.replicas = replicas;
  }

  /** Pods of the new version, and whether the step gets there. */
  record Reached(int pods, boolean ends) {}

  Reached next(Amount step) {
    int wanted = Math.max(0, wanted(step));
    if (stuck(step, wanted)) {
      return new Reached(reached, false);
    }
    if (beyondSurge(wanted)) {
      reached = Math.max(reached, replicas - reached);
      return new Reached(reached, false);
    }
    partitionIsPercent = partitionIsPercent || step.percent();
    reached = Math.max(reached, wanted);
    return new Reached(reached, true);
  }

  /**
   * A Deployment's partition is only ever raised, and any percentage counts as more than any
   * number: it stays, whatever is wanted. partitionstyle/deployment/control.go: UpgradeBatch.
   */
  private boolean stuck(Amount step, int wanted) {
    return style == RollingStyle.PARTITION
        && workload.isDeployment()
        && partitionIsPercent
        && !step.percent()
        && wanted > reached;
  }

  /**
   * OpenKruise makes no more new pods of a CloneSet beside the old ones than are still missing.
   * Measured with v1.8.0; cloneset_sync_utils.go: calculateDiffsWithExpectation.
   */
  private boolean beyondSurge(int wanted) {
    return style == RollingStyle.BLUE_GREEN
        && workload.isCloneSet()
        && reached > 0
        && wanted > Math.max(reached, replicas - reached);
  }

  private int wanted(Amount step) {
    int scaled = Math.min(step.of(replicas), replicas);
    if (style != RollingStyle.PARTITION) {
      return scaled;
    }
    if (workload.isDeployment()) {
      return deployment(step, scaled);
    }
    return workload.isCloneSet() && step.percent() ? cloneSet(step, scaled) : scaled;
  }

  /** The last pod is for "100%", letter by letter. deployment_util.go: NewRSReplicasLimit. */
  private int deployment(Amount step, int scaled) {
    return replicas > 1 && step.percent() && !step.isAll()
        ? Math.min(scaled, replicas - 1)
        : scaled;
  }

  /**
   * A CloneSet is told a percentage of old pods in whole percents, rounded down, of which it keeps
   * as many, rounded up. control/util.go: ParseIntegerAsPercentageIfPossible.
   */
  private int cloneSet(Amount step, int scaled) {
    int old = replicas - scaled;
    if (old <= 0) {
      return replicas;
    }
    long percent = (long) old * HUNDRED / replicas;
    if (percent == 0 && !step.isAll()) {
      percent = 1;
    }
    return replicas - (int) ((percent * replicas + HUNDRED - 1) / HUNDRED);
  }
}
