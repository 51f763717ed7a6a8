// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rolling;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes how many pods ReplicaSets are to have (pkg/controller/deployment/sync.go, scale and
 * scaleReplicaSet; rolling.go, cleanupUnhealthyReplicas).
 */
public final class Scaling {
  private final DeploymentSync sync;

  /**
   * For one pass.
   *
   * @param sync the pass
   */
  public Scaling(DeploymentSync sync) {
    this.sync = sync;
  }

  /**
   * Whether the Deployment's size was changed since its ReplicaSets were scaled last
   * (isScalingEvent).
   *
   * @param all all ReplicaSets
   * @return whether one with pods knows another size
   */
  public boolean isDue(List<ReplicaSet> all) {
    return ReplicaSets.active(all).stream()
        .map(set -> set.annotated(ReplicaSet.DESIRED_REPLICAS))
        .anyMatch(desired -> desired.isPresent() && desired.getAsInt() != sync.replicas());
  }

  /**
   * Scales one ReplicaSet and says so in an Event; nothing when it has that many already
   * (scaleReplicaSetAndRecordEvent).
   *
   * @param set the ReplicaSet
   * @param replicas how many pods
   * @return as it is then
   */
  public ReplicaSet scale(ReplicaSet set, int replicas) {
    return set.replicas() == replicas ? set : write(set, replicas);
  }

  /**
   * Brings a Deployment to its size while nothing is rolled out, in proportion when several
   * ReplicaSets have pods (scale).
   *
   * @param newest the ReplicaSet of the present template, if there is one
   * @param old the others
   */
  public void toSize(Optional<ReplicaSet> newest, List<ReplicaSet> old) {
    Optional<ReplicaSet> only = activeOrLatest(newest, old);
    if (only.isPresent()) {
      scale(only.get(), sync.replicas());
    } else if (newest.isPresent() && saturated(newest.get())) {
      ReplicaSets.active(old).forEach(set -> scale(set, 0));
    } else if (sync.rules().rollingUpdate()) {
      inProportion(newest, old);
    }
  }

  /**
   * Scales old ReplicaSets down by their unavailable pods (cleanupUnhealthyReplicas).
   *
   * @param old ReplicaSets
   * @param most how many pods may go
   * @return them as they are then, oldest first; empty when one has not caught up with its last
   *     scaling, so that its pods can't be judged
   */
  public Optional<List<ReplicaSet>> dropUnavailable(List<ReplicaSet> old, int most) {
    List<ReplicaSet> after = new ArrayList<>();
    int dropped = 0;
    for (ReplicaSet set : old.stream().sorted(ReplicaSets.OLDEST_FIRST).toList()) {
      if (dropped >= most || set.replicas() == 0) {
        after.add(set);
        continue;
      }
      int drop = Math.min(most - dropped, set.replicas() - set.available());
      if (drop < 0) {
        return Optional.empty();
      }
      after.add(scale(set, set.replicas() - drop));
      dropped += drop;
    }
    return Optional.of(after);
  }

  /** Notes the Deployment's size on a ReplicaSet (SetReplicasAnnotations). */
  static void annotate(ObjectNode replicaSet, DeploymentSync sync) {
    Json.dig(replicaSet, "metadata", "annotations")
        .put(ReplicaSet.DESIRED_REPLICAS, Integer.toString(sync.replicas()))
        .put(ReplicaSet.MAX_REPLICAS, Integer.toString(sync.replicas() + sync.rules().maxSurge()));
  }

  private ReplicaSet write(ReplicaSet set, int replicas) {
    ReplicaSet after =
        set.with(
            copy -> {
              Json.dig(copy, "spec").put("replicas", replicas);
              annotate(copy, sync);
            });
    if (after.object().equals(set.object())) {
      return set;
    }
    sync.write(set, after);
    if (replicas != set.replicas()) {
      String direction = replicas > set.replicas() ? "up" : "down";
      sync.emit(
          "ScalingReplicaSet",
          sync.rules().scaled(direction, set.name(), set.replicas(), replicas));
    }
    return after;
  }

  /** FindActiveOrLatest. */
  private static Optional<ReplicaSet> activeOrLatest(
      Optional<ReplicaSet> newest, List<ReplicaSet> old) {
    List<ReplicaSet> active = ReplicaSets.active(ReplicaSets.and(old, newest));
    if (active.size() > 1) {
      return Optional.empty();
    }
    if (active.size() == 1) {
      return Optional.of(active.get(0));
    }
    return newest.isPresent() ? newest : old.stream().max(ReplicaSets.OLDEST_FIRST);
  }

  /** IsSaturated. */
  private boolean saturated(ReplicaSet newest) {
    return newest.replicas() == sync.replicas()
        && newest.annotated(ReplicaSet.DESIRED_REPLICAS).orElse(-1) == sync.replicas()
        && newest.available() == sync.replicas();
  }

  private void inProportion(Optional<ReplicaSet> newest, List<ReplicaSet> old) {
    List<ReplicaSet> sets = ReplicaSets.active(ReplicaSets.and(old, newest));
    int toAdd = sync.rules().allowedSize() - ReplicaSets.sum(sets, ReplicaSet::replicas);
    if (toAdd < 0 && sync.rules().dropsUnreadyFirst()) {
      List<ReplicaSet> rest =
          dropUnavailable(old, -toAdd)
              .orElseThrow(
                  () -> new PassFailedException("an old ReplicaSet has not caught up yet"));
      sets = ReplicaSets.active(ReplicaSets.and(rest, newest));
      toAdd = sync.rules().allowedSize() - ReplicaSets.sum(sets, ReplicaSet::replicas);
    }
    if (toAdd != 0) {
      sets =
          sets.stream()
              .sorted(toAdd > 0 ? ReplicaSets.LARGEST_THEN_NEWEST : ReplicaSets.LARGEST_THEN_OLDEST)
              .toList();
    }
    Map<String, Integer> sizes = new HashMap<>();
    int added = 0;
    for (ReplicaSet set : sets) {
      int share = toAdd == 0 ? 0 : proportion(set, toAdd, added);
      sizes.put(set.name(), set.replicas() + share);
      added += share;
    }
    int leftover = toAdd - added;
    for (int i = 0; i < sets.size(); i++) {
      int size = sizes.getOrDefault(sets.get(i).name(), 0);
      write(sets.get(i), i == 0 && toAdd != 0 ? Math.max(size + leftover, 0) : size);
    }
  }

  /** GetReplicaSetProportion. */
  private int proportion(ReplicaSet set, int toAdd, int added) {
    if (toAdd == added) {
      return 0;
    }
    int fraction = fraction(set);
    return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
  }

  /** getReplicaSetFraction. */
  private int fraction(ReplicaSet set) {
    if (sync.replicas() == 0) {
      return -set.replicas();
    }
    int before = set.annotated(ReplicaSet.MAX_REPLICAS).orElse(0);
    if (before == 0) {
      before = sync.status().path("replicas").asInt();
    }
    if (before == 0) {
      return 0;
    }
    int most = sync.replicas() + sync.rules().maxSurge();
    return roundHalfAwayFromZero((double) (set.replicas() * most) / before) - set.replicas();
  }

  private static int roundHalfAwayFromZero(double number) {
    return (int) (number < 0 ? Math.ceil(number - 0.5) : Math.floor(number + 0.5));
  }
}
