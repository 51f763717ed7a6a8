// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import io.kruise.rollouts.testkit.internal.kruise.StatefulSetPass.Deletion;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes an Advanced StatefulSet's pods and deletes those that are too many
 * (stateful_set_control.go, updateStatefulSet up to the rolling update).
 */
final class StatefulSetScaling {
  private final StatefulSetPass pass;
  private final List<StatefulReplica> replicas = new ArrayList<>();
  private final List<StatefulReplica> condemned = new ArrayList<>();
  private int roomWhileScaling;

  StatefulSetScaling(StatefulSetPass pass, List<KruisePod> pods) {
    this.pass = pass;
    this.roomWhileScaling = pass.spec().scaleMaxUnavailable().orElse(Integer.MAX_VALUE);
    Map<Integer, KruisePod> byOrdinal = new TreeMap<>(Comparator.reverseOrder());
    pods.forEach(pod -> byOrdinal.put(pass.spec().ordinal(pod.name()), pod));
    List<Integer> ordinals = pass.spec().ordinals();
    for (int ordinal : ordinals) {
      KruisePod pod = byOrdinal.get(ordinal);
      replicas.add(
          pod == null
              ? new StatefulReplica(
                  ordinal, pass.podOf(revision(ordinal, byOrdinal), ordinal), false)
              : new StatefulReplica(ordinal, pod, true));
    }
    byOrdinal.forEach(
        (ordinal, pod) -> {
          if (ordinal >= 0 && !ordinals.contains(ordinal)) {
            condemned.add(new StatefulReplica(ordinal, pod, true));
          }
        });
  }

  /** The pods that should be, by ordinal; those that are not yet made as they would be. */
  List<StatefulReplica> replicas() {
    return replicas;
  }

  /**
   * Goes through the pods.
   *
   * @return whether all are well enough for an update to go on
   */
  boolean scale() {
    for (StatefulReplica replica : replicas) {
      Verdict verdict = process(replica);
      if (verdict == Verdict.EXIT) {
        return false;
      }
      if (verdict == Verdict.BREAK) {
        break;
      }
    }
    return drop();
  }

  private enum Verdict {
    /** Look at the next pod. */
    NEXT,
    /** Leave the other pods as they are, and go on to the update. */
    BREAK,
    /** End the pass. */
    EXIT
  }

  /** processReplica. */
  private Verdict process(StatefulReplica replica) {
    KruisePod pod = replica.pod();
    boolean ordered = pass.spec().ordered();
    if (!replica.made()) {
      pass.create(pod);
      return ordered ? Verdict.EXIT : takeRoom();
    }
    if (Pods.ended(pod.object())) {
      if (!pod.terminating()) {
        pass.delete(pod);
      }
      return Verdict.EXIT;
    }
    if (pod.terminating()) {
      if (ordered) {
        return Verdict.EXIT;
      }
      if (takeRoom() == Verdict.BREAK) {
        return Verdict.BREAK;
      }
    }
    pass.refresh(pod);
    if (!ordered && pass.spec().scaleMaxUnavailable().isEmpty()) {
      return Verdict.NEXT;
    }
    Optional<Duration> wait = pass.spec().untilAvailable(pod, pass.now());
    if (wait.filter(Duration::isZero).isPresent()) {
      return Verdict.NEXT;
    }
    Verdict verdict = ordered ? Verdict.EXIT : takeRoom();
    if (verdict != Verdict.NEXT) {
      wait.ifPresent(pass.step()::recheck);
    }
    return verdict;
  }

  /** One more unavailable pod (decreaseAndCheckMaxUnavailable). */
  private Verdict takeRoom() {
    boolean limited = pass.spec().scaleMaxUnavailable().isPresent();
    return limited && --roomWhileScaling <= 0 ? Verdict.BREAK : Verdict.NEXT;
  }

  /** Deletes what is too many, the highest ordinal first (processCondemned). */
  private boolean drop() {
    boolean ordered = pass.spec().ordered();
    for (StatefulReplica replica : condemned) {
      KruisePod pod = replica.pod();
      if (pod.terminating()) {
        if (ordered) {
          return false;
        }
        continue;
      }
      boolean waits = ordered && !pass.spec().available(pod, pass.now()) && !isFirstUnhealthy(pod);
      if (waits) {
        pass.spec().untilAvailable(pod, pass.now()).ifPresent(pass.step()::recheck);
        return false;
      }
      if (pass.delete(pod) != Deletion.NONE && ordered) {
        return false;
      }
    }
    return true;
  }

  /** The unhealthy pod with the lowest ordinal may go, so that a broken one blocks nothing. */
  private boolean isFirstUnhealthy(KruisePod pod) {
    return Stream.concat(replicas.stream(), condemned.stream())
        .filter(each -> !StatefulSetSpec.healthy(each.pod()))
        .min(Comparator.comparingInt(StatefulReplica::ordinal))
        .filter(first -> first.pod().equals(pod))
        .isPresent();
  }

  /** Which revision a missing pod gets (isCurrentRevisionNeeded). */
  private Revision revision(int ordinal, Map<Integer, KruisePod> present) {
    StatefulSetSpec spec = pass.spec();
    boolean keepsOld;
    if (spec.onDelete()) {
      keepsOld = false;
    } else if (!spec.rollingUpdate().isObject()) {
      keepsOld = ordinal < spec.workload().status().path("currentReplicas").asInt();
    } else if (!spec.unordered()) {
      keepsOld = replicas.size() < spec.partition();
    } else {
      keepsOld = oldOnes(present) < spec.partition();
    }
    return keepsOld ? pass.revisions().current() : pass.revisions().update();
  }

  private long oldOnes(Map<Integer, KruisePod> present) {
    String update = pass.revisions().update().name();
    List<Integer> wanted = pass.spec().ordinals();
    long stored =
        present.entrySet().stream()
            .filter(each -> wanted.contains(each.getKey()) && !each.getValue().isOf(update))
            .count();
    long planned =
        replicas.stream().filter(each -> !each.made() && !each.pod().isOf(update)).count();
    return stored + planned;
  }
}
