// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentSync;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSet;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSets;
import java.util.List;

/**
 * Deletes old ReplicaSets beyond the limit (pkg/controller/deployment/sync.go, cleanupDeployment).
 */
final class HistoryLimit {
  private HistoryLimit() {}

  static void enforce(DeploymentSync sync, List<ReplicaSet> old) {
    List<ReplicaSet> alive = old.stream().filter(set -> !Meta.deleting(set.object())).toList();
    int keep = sync.revisionHistoryLimit().orElse(alive.size());
    alive.stream()
        .sorted(ReplicaSets.BY_REVISION)
        .limit(Math.max(alive.size() - keep, 0))
        .filter(set -> set.present() == 0 && set.replicas() == 0)
        .filter(
            set ->
                Meta.generation(set.object())
                    <= set.object().path("status").path("observedGeneration").asLong())
        .forEach(set -> sync.step().delete(set.ref()));
  }
}
