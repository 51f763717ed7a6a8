// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rolling;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Replaces pods step by step: new ones as far as the surge allows, then old ones as far as enough
 * are available (pkg/controller/deployment/rolling.go).
 */
public final class RollingUpdate {

  /** How many old pods must stay or go besides what availability asks for. */
  public interface OldLimit {
    /** Availability alone counts, as with Kubernetes. */
    OldLimit NONE = (old, newest) -> Integer.MAX_VALUE;

    /**
     * How many old pods may go.
     *
     * @param old the old ReplicaSets
     * @param newest the new one
     * @return a number of pods; below 0: so many too few are there
     */
    int mayGo(List<ReplicaSet> old, ReplicaSet newest);
  }

  private final DeploymentSync sync;
  private final Scaling scaling;
  private final OldLimit limit;
  private final Comparator<ReplicaSet> order;

  /**
   * For one pass.
   *
   * @param sync the pass
   * @param limit how many old pods may go
   * @param order which old ReplicaSets go first
   */
  public RollingUpdate(DeploymentSync sync, OldLimit limit, Comparator<ReplicaSet> order) {
    this.sync = sync;
    this.scaling = new Scaling(sync);
    this.limit = limit;
    this.order = order;
  }

  /**
   * Scales the new ReplicaSet (reconcileNewReplicaSet).
   *
   * @param all all ReplicaSets
   * @param newest the new one
   * @return whether it was scaled
   */
  public boolean scaleNew(List<ReplicaSet> all, ReplicaSet newest) {
    int wanted =
        newest.replicas() >= sync.replicas()
            ? sync.replicas()
            : sync.rules().newReplicas(all, newest);
    scaling.scale(newest, wanted);
    return wanted != newest.replicas();
  }

  /**
   * Scales the old ReplicaSets (reconcileOldReplicaSets).
   *
   * @param old the old ones
   * @param newest the new one
   * @return whether one was scaled
   */
  public boolean scaleOld(List<ReplicaSet> old, ReplicaSet newest) {
    List<ReplicaSet> active = ReplicaSets.active(old);
    int oldPods = ReplicaSets.sum(active, ReplicaSet::replicas);
    if (oldPods == 0) {
      return false;
    }
    int mayGo = limit.mayGo(active, newest);
    if (mayGo <= 0) {
      return addOld(active, -mayGo);
    }
    int newUnavailable = newest.replicas() - newest.available();
    int spare = oldPods + newest.replicas() - minAvailable() - newUnavailable;
    int most = Math.min(spare, mayGo);
    if (most <= 0) {
      return false;
    }
    Optional<List<ReplicaSet>> rest = scaling.dropUnavailable(active, most);
    if (rest.isEmpty()) {
      return false;
    }
    return dropAvailable(rest.get(), newest) > 0
        || ReplicaSets.sum(rest.get(), ReplicaSet::replicas) < oldPods;
  }

  /** scaleDownOldReplicaSetsForRollingUpdate. */
  private int dropAvailable(List<ReplicaSet> old, ReplicaSet newest) {
    int available = ReplicaSets.sum(old, ReplicaSet::available) + newest.available();
    int most = Math.min(available - minAvailable(), limit.mayGo(old, newest));
    int dropped = 0;
    for (ReplicaSet set : old.stream().sorted(order).toList()) {
      int drop = Math.min(set.replicas(), most - dropped);
      if (drop > 0) {
        scaling.scale(set, set.replicas() - drop);
        dropped += drop;
      }
    }
    return dropped;
  }

  /** scaleUpOldReplicaSets, which Kruise adds. */
  private boolean addOld(List<ReplicaSet> old, int pods) {
    if (pods <= 0) {
      return false;
    }
    ReplicaSet largest = old.stream().sorted(ReplicaSets.LARGEST_THEN_OLDEST).toList().get(0);
    scaling.scale(largest, largest.replicas() + pods);
    return true;
  }

  private int minAvailable() {
    return sync.replicas() - sync.rules().maxUnavailable();
  }
}
