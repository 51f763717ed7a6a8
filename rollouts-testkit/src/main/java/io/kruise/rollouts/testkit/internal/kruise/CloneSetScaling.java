// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import io.kruise.rollouts.testkit.internal.pod.PodTemplates;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Makes and deletes a CloneSet's pods (pkg/controller/cloneset/sync/cloneset_scale.go). */
final class CloneSetScaling {
  private static final int INSTANCE_ID_LENGTH = 5;

  private final CloneSetPass pass;
  private final KruiseWorkload workload;
  private final JsonNode preDelete;

  CloneSetScaling(CloneSetPass pass) {
    this.pass = pass;
    this.workload = pass.spec().workload();
    this.preDelete = workload.hook("preDelete");
  }

  /**
   * Brings the number of pods nearer to the wanted one (Scale).
   *
   * @return whether a pod was made, marked or deleted: then nothing is updated in this pass
   */
  boolean scale() {
    List<KruisePod> specified =
        pass.pods().stream().filter(pass.spec()::specifiesDeletionOf).toList();
    List<KruisePod> preparing =
        pass.pods().stream()
            .filter(pod -> pod.lifecycle() == LifecycleState.PREPARING_DELETE)
            .toList();
    long toDelete =
        pass.pods().stream()
            .filter(pod -> specified.contains(pod) || preparing.contains(pod))
            .count();
    if (regret(preparing, toDelete)) {
      return true;
    }
    CloneSetDiff diff = pass.diff();
    if (diff.scaleUp() > diff.scaleUpLimit()) {
      pass.step()
          .emit(
              pass.cloneSet(),
              "Warning",
              "ScaleUpLimited",
              "scaleUp is limited because of scaleStrategy.maxUnavailable, limit: "
                  + diff.scaleUpLimit());
    }
    if (diff.scaleUp() > 0) {
      return create(diff.scaleUpLimit(), diff.scaleUpOld());
    }
    if (delete(preparing)) {
      return true;
    }
    List<KruisePod> next = specified.stream().filter(pod -> !preparing.contains(pod)).toList();
    if (delete(within(diff.deleteReadyLimit(), next))) {
      return true;
    }
    return diff.scaleDown() > 0
        && toDelete == 0
        && delete(within(diff.deleteReadyLimit(), tooMany(diff)));
  }

  /** Lets pods live that wait for their preDelete hook, when they are wanted again. */
  private boolean regret(List<KruisePod> preparing, long toDelete) {
    if (preDelete.path("markPodNotReady").asBoolean()
        || workload.hook("inPlaceUpdate").path("markPodNotReady").asBoolean()) {
      return false;
    }
    long wanted = pass.spec().replicas() - pass.pods().size() + toDelete;
    List<KruisePod> spared =
        preparing.stream()
            .filter(pod -> !pass.spec().specifiesDeletionOf(pod))
            .limit(Math.max(wanted, 0))
            .toList();
    spared.forEach(pod -> mark(pod, LifecycleState.PREPARING_NORMAL));
    return !spared.isEmpty();
  }

  private boolean create(int count, int countOld) {
    int old = Math.min(count, countOld);
    List<ObjectNode> named =
        PodTemplates.generated(Json.object(), pass.cloneSet(), count, pass.world(), pass.now());
    for (int i = 0; i < named.size(); i++) {
      Revision revision = i < old ? pass.revisions().current() : pass.revisions().update();
      String name = Meta.name(named.get(i));
      pass.step().create(pod(revision, name));
      pass.emit("SuccessfulCreate", "succeed to create pod " + name);
    }
    return !named.isEmpty();
  }

  /** newVersionedPods. */
  private ObjectNode pod(Revision revision, String name) {
    ObjectNode pod = workload.podOf(revision.template(), name, KruiseNames.IN_PLACE_UPDATE_READY);
    Json.dig(pod, "metadata", "labels")
        .put(KruiseNames.REVISION, revision.name())
        .put(TemplateHash.LABEL, revision.hash())
        .put(KruiseNames.INSTANCE_ID, name.substring(name.length() - INSTANCE_ID_LENGTH));
    return LifecycleState.PREPARING_NORMAL.writeOn(pod, pass.now());
  }

  /** The pods that are not ready, and as many of the others as may be deleted. */
  private List<KruisePod> within(int readyLimit, List<KruisePod> pods) {
    List<KruisePod> chosen = new ArrayList<>();
    int ready = 0;
    for (KruisePod pod : pods) {
      if (!pass.spec().readyNow(pod, pass.now()) || ++ready <= readyLimit) {
        chosen.add(pod);
      }
    }
    return chosen;
  }

  /** choosePodsToDelete. */
  private List<KruisePod> tooMany(CloneSetDiff diff) {
    int old = Math.min(diff.scaleDown(), diff.scaleDownOld());
    List<KruisePod> chosen = new ArrayList<>(choose(pass.notUpdated(), old));
    chosen.addAll(choose(pass.updated(), diff.scaleDown() - old));
    return chosen;
  }

  private List<KruisePod> choose(List<KruisePod> pods, int count) {
    ToDoubleFunction<KruisePod> ranks =
        PodRanks.of(pass.cloneSet().path("spec").path("template"), pods, pass.world());
    return pods.stream().sorted(PodOrder.ofDeletion(pass::available, ranks)).limit(count).toList();
  }

  /** deletePods: those with a preDelete hook are marked first, and wait for it. */
  private boolean delete(List<KruisePod> pods) {
    boolean modified = false;
    for (KruisePod pod : pods) {
      if (LifecycleState.hooked(preDelete, pod)) {
        modified |= mark(pod, LifecycleState.PREPARING_DELETE);
      } else {
        pass.step().delete(pod.ref());
        pass.emit("SuccessfulDelete", "succeed to delete pod " + pod.name());
        modified = true;
      }
    }
    return modified;
  }

  private boolean mark(KruisePod pod, LifecycleState state) {
    if (pod.lifecycle() == state) {
      return false;
    }
    pass.step().merge(pod.ref(), state.writeOn(Json.object(), pass.now()));
    return true;
  }
}
