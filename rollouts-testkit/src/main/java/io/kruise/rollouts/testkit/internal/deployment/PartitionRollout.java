// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.deployment;

import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentProgress;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentSync;
import io.kruise.rollouts.testkit.internal.rolling.NewReplicaSet;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSet;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSets;
import io.kruise.rollouts.testkit.internal.rolling.RollingUpdate;
import io.kruise.rollouts.testkit.internal.rolling.Scaling;
import java.util.List;
import java.util.Optional;

/**
 * What Kruise does with a Deployment in one pass, in the order in which it is judged
 * (pkg/controller/deployment/deployment_controller.go, syncDeployment; rolling.go; sync.go).
 */
final class PartitionRollout {
  private final DeploymentSync sync;
  private final PartitionRules rules;
  private final List<ReplicaSet> all;
  private final List<ReplicaSet> old;
  private final NewReplicaSet newReplicaSet;
  private final DeploymentProgress progress;

  PartitionRollout(DeploymentSync sync, PartitionRules rules, List<ReplicaSet> all) {
    this.sync = sync;
    this.rules = rules;
    this.all = all;
    this.old = ReplicaSets.old(sync.world(), sync.deployment(), all);
    this.newReplicaSet = new NewReplicaSet(sync);
    this.progress = new DeploymentProgress(sync);
  }

  void run() {
    Scaling scaling = new Scaling(sync);
    Optional<ReplicaSet> newest = newReplicaSet.find(all, old);
    boolean keepsSize = rules.strategy().paused() || scaling.isDue(ReplicaSets.and(old, newest));
    if (Meta.deleting(sync.deployment())) {
      progress.writeSums(ReplicaSets.and(old, newest), newest);
    } else if (keepsSize) {
      scaling.toSize(newest, old);
      progress.writeSums(ReplicaSets.and(old, newest), newest);
    } else {
      rolloutRolling();
    }
  }

  private void rolloutRolling() {
    ReplicaSet newest = newReplicaSet.findOrCreate(all, old);
    List<ReplicaSet> sets = ReplicaSets.and(old, Optional.of(newest));
    RollingUpdate update =
        new RollingUpdate(sync, rules::oldMayGo, ReplicaSets.NEWEST_REVISION_FIRST);
    if (!update.scaleNew(sets, newest)) {
      update.scaleOld(old, newest);
    }
    // unlike Kubernetes, it never comes back to see whether the rollout stands still
    progress.write(sets, Optional.of(newest));
  }
}
