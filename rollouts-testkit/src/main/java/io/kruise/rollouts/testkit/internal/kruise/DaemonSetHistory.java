// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The revisions of an Advanced DaemonSet (daemonset_history.go, constructHistory).
 *
 * @param current of the present template
 * @param old the others, by number
 */
record DaemonSetHistory(Revision current, List<Revision> old) {

  /** Finds them, and makes the present one when it is new; it has the highest number. */
  static DaemonSetHistory of(KruiseWorkload workload, World world, Step.Builder step) {
    ObjectNode data = Revision.dataOf(workload.object());
    List<Revision> stored = RevisionHistory.stored(workload.object(), world);
    List<Revision> old = stored.stream().filter(each -> !each.holds(data)).toList();
    long next = old.isEmpty() ? 1 : old.get(old.size() - 1).number() + 1;
    Optional<Revision> present = stored.stream().filter(each -> each.holds(data)).findFirst();
    if (present.isPresent()) {
      if (present.get().number() < next) {
        step.merge(present.get().ref(), Json.object().put("revision", next));
      }
      return new DaemonSetHistory(present.get(), old);
    }
    Revision made =
        new Revision(freeName(workload, world), Meta.namespace(workload.object()), next, data);
    step.create(RevisionHistory.controllerRevision(workload, made, KruiseNames.REVISION));
    return new DaemonSetHistory(made, old);
  }

  /** Deletes the oldest ones without pods, beyond those to be kept (cleanupHistory). */
  void truncate(int limit, Set<String> hashesInUse, Step.Builder step) {
    old.stream()
        .filter(each -> !hashesInUse.contains(each.hash()))
        .limit(Math.max(old.size() - limit, 0))
        .forEach(each -> step.delete(each.ref()));
  }

  private static String freeName(KruiseWorkload workload, World world) {
    int collisions = 0;
    String name;
    do {
      String hash = TemplateHash.nativeHash(workload.spec().path("template"), collisions++);
      name = Meta.name(workload.object()) + "-" + hash;
    } while (world
        .get(workload.ref().beside(KruiseNames.APPS, KruiseNames.CONTROLLER_REVISION, name))
        .isPresent());
    return name;
  }
}
