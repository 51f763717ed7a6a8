// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.ownership.Claims;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The templates that a workload has had, as ControllerRevisions
 * (pkg/controller/statefulset/stateful_set_control.go, getStatefulSetRevisions and
 * truncateHistory).
 *
 * @param known those from before this pass, oldest first
 * @param current the one that all pods had when a rollout was last complete
 * @param update the one of the present template
 * @param collisionCount how many names were taken
 */
record RevisionHistory(
    List<ControllerRevision> known,
    ControllerRevision current,
    ControllerRevision update,
    int collisionCount) {
  private static final int DEFAULT_LIMIT = 10;

  /** Finds, renumbers or creates what there must be. */
  static RevisionHistory of(ObjectNode workload, World world, Step.Builder step) {
    List<ControllerRevision> known =
        Claims.claim(world, workload, "apps", "ControllerRevision", any -> true, step).stream()
            .map(ControllerRevision::new)
            .sorted(ControllerRevision.OLDEST_FIRST)
            .toList();
    int collisions = workload.path("status").path("collisionCount").asInt();
    long next = known.isEmpty() ? 1 : known.get(known.size() - 1).revision() + 1;
    ControllerRevision wanted = ControllerRevision.of(workload, next, collisions);
    List<ControllerRevision> equal =
        known.stream().filter(each -> each.holdsTheSameAs(wanted)).toList();
    ControllerRevision update;
    if (equal.isEmpty()) {
      while (takenByAnother(wanted(workload, next, collisions), world)) {
        collisions++;
      }
      update = wanted(workload, next, collisions);
      if (world.get(update.ref()).isEmpty()) {
        step.create(update.object());
      }
    } else {
      ControllerRevision last = equal.get(equal.size() - 1);
      boolean newest = known.get(known.size() - 1).holdsTheSameAs(last);
      update = newest ? known.get(known.size() - 1) : last.numbered(next);
      if (!newest) {
        step.merge(last.ref(), Json.mergeDiff(last.object(), update.object()));
      }
    }
    String name = workload.path("status").path("currentRevision").asText();
    Optional<ControllerRevision> current =
        known.stream().filter(each -> each.name().equals(name)).findFirst();
    return new RevisionHistory(known, current.orElse(update), update, collisions);
  }

  /** Deletes the oldest ones beyond the limit that nobody uses. */
  void truncate(ObjectNode workload, Set<String> used, Step.Builder step) {
    int limit = workload.path("spec").path("revisionHistoryLimit").asInt(DEFAULT_LIMIT);
    List<ObjectRef> unused =
        known.stream()
            .filter(each -> !each.name().equals(current.name()))
            .filter(each -> !each.name().equals(update.name()))
            .filter(each -> !used.contains(each.name()) && !used.contains(each.hash()))
            .map(ControllerRevision::ref)
            .toList();
    if (limit >= 0 && unused.size() > limit) {
      unused.subList(0, unused.size() - limit).forEach(step::delete);
    }
  }

  private static ControllerRevision wanted(ObjectNode workload, long number, int collisions) {
    return ControllerRevision.of(workload, number, collisions);
  }

  private static boolean takenByAnother(ControllerRevision wanted, World world) {
    return world
        .get(wanted.ref())
        .filter(taken -> !new ControllerRevision(taken).holdsTheSameAs(wanted))
        .isPresent();
  }
}
