// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.release.Obstacle;
import io.kruise.rollouts.client.workload.WorkloadKind;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a template change would escape its Rollout, by what the webhook and the controller look at.
 * Pure. Source: upstream pkg/webhook/workload/mutating.
 */
final class PreflightRules {
  private final Rollout rollout;
  private final RolloutView view;
  private final WorkloadView workload;
  private final List<Obstacle> found = new ArrayList<>();

  private PreflightRules(Rollout rollout, WorkloadView workload) {
    this.rollout = rollout;
    this.view = RolloutView.of(rollout);
    this.workload = workload;
  }

  /** What stands in the way of any change. */
  static List<Obstacle> ofAnyChange(
      Rollout rollout, @Nullable WorkloadView workload, boolean superseding) {
    return workload == null
        ? List.of(Obstacle.WORKLOAD_NOT_FOUND)
        : new PreflightRules(rollout, workload).find(superseding);
  }

  private List<Obstacle> find(boolean superseding) {
    ofRollout();
    boolean held = workload.isHeldBy(view.name());
    if (held) {
      ofReleaseInProgress(superseding);
    } else if (view.isIn(ProgressingReason.FINALISING)
        || view.isIn(ProgressingReason.CANCELLING)
        || view.isIn(ProgressingReason.COMPLETED)) {
      found.add(Obstacle.FINALISING);
    }
    ofWorkload(held);
    return List.copyOf(found);
  }

  private void ofRollout() {
    if (view.deleting() || view.phase() == RolloutPhase.TERMINATING) {
      found.add(Obstacle.ROLLOUT_DELETING);
    } else if (view.disabled()
        || view.phase() == RolloutPhase.DISABLED
        || view.phase() == RolloutPhase.DISABLING) {
      found.add(Obstacle.ROLLOUT_DISABLED);
    }
  }

  private void ofReleaseInProgress(boolean superseding) {
    if (isBlueGreen()) {
      found.add(Obstacle.BLUE_GREEN_IN_PROGRESS);
    } else if (view.isIn(ProgressingReason.FINALISING) || view.isIn(ProgressingReason.CANCELLING)) {
      found.add(Obstacle.FINALISING);
    } else if (!superseding) {
      found.add(Obstacle.RELEASE_IN_PROGRESS);
    }
  }

  private void ofWorkload(boolean held) {
    if (!workload.labels().containsKey(RolloutLabels.WORKLOAD_TYPE)) {
      found.add(Obstacle.NOT_ARMED);
    }
    String annotation = workload.annotations().get(RolloutAnnotations.ROLLOUT_ID);
    if (annotation != null && !annotation.isEmpty()) {
      found.add(Obstacle.UNCHANGED_ID_ANNOTATION);
    }
    if (held || workload.kind().equals("DaemonSet")) {
      return;
    }
    WorkloadKind.Pods pods = workload.pods();
    if (pods.wanted() == 0) {
      found.add(Obstacle.NO_REPLICAS);
    } else if (pods.all() == 0 && workload.isDeployment()) {
      found.add(Obstacle.NO_PODS_YET);
    } else if (hasTraffic() && pods.all() != pods.updated()) {
      found.add(Obstacle.SEVERAL_REVISIONS);
    }
  }

  private boolean isBlueGreen() {
    @Nullable RolloutStrategy strategy = rollout.getSpec().getStrategy();
    return strategy != null && strategy.getBlueGreen() != null;
  }

  private boolean hasTraffic() {
    @Nullable RolloutStrategy strategy = rollout.getSpec().getStrategy();
    if (strategy == null) {
      return false;
    }
    @Nullable List<?> routings =
        strategy.getBlueGreen() != null
            ? strategy.getBlueGreen().getTrafficRoutings()
            : strategy.getCanary() == null ? null : strategy.getCanary().getTrafficRoutings();
    return routings != null && !routings.isEmpty();
  }
}
