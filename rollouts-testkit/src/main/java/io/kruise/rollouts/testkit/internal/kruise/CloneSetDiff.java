// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * How a CloneSet's pods differ from what they should be: the numbers of pods to make, delete and
 * update (cloneset_sync_utils.go, calculateDiffsWithExpectation). The feature gate
 * CloneSetPartitionRollback is off, so pods are updated to the new revision alone, never back.
 *
 * @param scaleUp how many to make
 * @param scaleUpOld how many of the old revision, if as many are made
 * @param scaleUpLimit how many may be made, by scaleStrategy.maxUnavailable
 * @param scaleDown how many to delete, beyond those that were specified
 * @param scaleDownOld how many of the old revision, if as many are deleted
 * @param deleteReadyLimit how many ready ones may be deleted, by updateStrategy.maxUnavailable
 * @param update how many to update
 * @param updateMaxUnavailable how many may be unavailable for it
 */
record CloneSetDiff(
    int scaleUp,
    int scaleUpOld,
    int scaleUpLimit,
    int scaleDown,
    int scaleDownOld,
    int deleteReadyLimit,
    int update,
    int updateMaxUnavailable) {

  /** The pods of one revision. */
  private record Count(int all, int preparingDelete, int toDelete, int unavailable) {

    static Count of(CloneSetSpec spec, List<KruisePod> pods, Instant now) {
      int preparingDelete = 0;
      int toDelete = 0;
      int unavailable = 0;
      for (KruisePod pod : pods) {
        if (pod.lifecycle() == LifecycleState.PREPARING_DELETE) {
          preparingDelete++;
        } else if (spec.specifiesDeletionOf(pod)) {
          toDelete++;
        } else if (!spec.available(pod, now)) {
          unavailable++;
        }
      }
      return new Count(pods.size(), preparingDelete, toDelete, unavailable);
    }

    int active() {
      return all - preparingDelete;
    }
  }

  /**
   * Compares.
   *
   * @param spec what is wanted
   * @param updated the active pods of the new revision
   * @param notUpdated the other active pods
   * @param now the cluster's time
   */
  static CloneSetDiff of(
      CloneSetSpec spec, List<KruisePod> updated, List<KruisePod> notUpdated, Instant now) {
    Count ofNew = Count.of(spec, updated, now);
    Count ofOld = Count.of(spec, notUpdated, now);
    int replicas = spec.replicas();
    int partition = spec.partition();
    int tooManyOld = Math.max(ofOld.active() - partition, 0);
    int tooFewNew = Math.max(replicas - partition - ofNew.active(), 0);
    int update = Math.min(tooManyOld, tooFewNew);
    int unavailable =
        ofNew.preparingDelete()
            + ofOld.preparingDelete()
            + ofNew.unavailable()
            + ofOld.unavailable();
    int toDelete = ofNew.toDelete() + ofOld.toDelete();

    // surge: first for the specified deletions that would make too many unavailable, or for the
    // update
    int maxSurge = spec.maxSurge();
    int maxUnavailable = spec.maxUnavailable();
    int deletionSurge = Math.min(Math.max(unavailable + toDelete - maxUnavailable, 0), toDelete);
    int surge = Math.min(maxSurge, Math.max(deletionSurge, update));
    int surgeOld =
        deletionSurge >= update
            ? Math.min(surge, Math.max(deletionSurge - ofNew.toDelete(), 0))
            : 0;

    int total = ofNew.all() + ofOld.all();
    int present = spec.leavesOutPreparingDelete() ? ofNew.active() + ofOld.active() : total;
    int presentOld = spec.leavesOutPreparingDelete() ? ofOld.active() : ofOld.all();
    int wanted = replicas + surge;
    int wantedOld = partition + surgeOld;
    int scaleUp = Math.max(wanted - present, 0);
    int scaleDown = Math.max(present - toDelete - wanted, 0);
    boolean deletes = toDelete > 0 || scaleDown > 0;
    return new CloneSetDiff(
        scaleUp,
        scaleUp > 0 ? Math.max(wantedOld - presentOld, 0) : 0,
        Math.min(scaleUp, Math.max(spec.scaleMaxUnavailable() - unavailable, 0)),
        scaleDown,
        scaleDown > 0 ? Math.max(presentOld - ofOld.toDelete() - wantedOld, 0) : 0,
        deletes ? Math.max(maxUnavailable + total - replicas - unavailable, 0) : 0,
        update,
        update != 0 ? maxUnavailable + total - replicas : 0);
  }

  /**
   * Which pods are updated now: not more than wanted, and not so many that too many were
   * unavailable (limitUpdateIndexes).
   *
   * @param waiting the pods to update, in their order
   * @param all all active pods
   * @param updated whether a pod is of the new revision
   * @param available whether a pod is available
   */
  List<KruisePod> mayUpdate(
      List<KruisePod> waiting,
      List<KruisePod> all,
      Predicate<KruisePod> updated,
      Predicate<KruisePod> available) {
    long unavailable = all.stream().filter(available.negate()).count();
    long unavailableUpdated = all.stream().filter(updated.and(available.negate())).count();
    int count = 0;
    for (KruisePod pod : waiting.stream().limit(update).toList()) {
      if (unavailableUpdated + count >= updateMaxUnavailable) {
        break;
      }
      if (available.test(pod)) {
        if (unavailable >= updateMaxUnavailable) {
          break;
        }
        unavailable++; // an old pod that is unavailable already makes no difference
      }
      count++;
    }
    return waiting.subList(0, count);
  }
}
