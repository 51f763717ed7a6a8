// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.ownership.Claims;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentSync;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSet;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSets;
import io.kruise.rollouts.testkit.internal.rolling.Scaling;
import java.util.List;
import java.util.Optional;

/** Removes all old pods before the first new one (pkg/controller/deployment/recreate.go). */
final class Recreate {
  private final DeploymentSync sync;
  private final Scaling scaling;

  Recreate(DeploymentSync sync) {
    this.sync = sync;
    this.scaling = new Scaling(sync);
  }

  /** scaleDownOldReplicaSetsForRecreate: whether there was something to scale. */
  boolean scaleOldDown(List<ReplicaSet> old) {
    List<ReplicaSet> active = ReplicaSets.active(old);
    active.forEach(set -> scaling.scale(set, 0));
    return !active.isEmpty();
  }

  /** oldPodsRunning. */
  boolean oldPodsRun(List<ReplicaSet> all, List<ReplicaSet> old, Optional<ReplicaSet> newest) {
    if (ReplicaSets.sum(old, ReplicaSet::present) > 0) {
      return true;
    }
    return all.stream()
        .filter(set -> newest.isEmpty() || !newest.get().name().equals(set.name()))
        .flatMap(set -> Claims.controlled(sync.world(), set.object(), "", "Pod").stream())
        .anyMatch(Recreate::runs);
  }

  private static boolean runs(JsonNode pod) {
    String phase = pod.path("status").path("phase").asText();
    return !phase.equals("Failed") && !phase.equals("Succeeded");
  }
}
