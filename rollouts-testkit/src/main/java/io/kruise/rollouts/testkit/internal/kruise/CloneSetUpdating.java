// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a CloneSet's pods to the new revision (pkg/controller/cloneset/sync/cloneset_update.go).
 * Pods that can't be updated in place are marked for deletion; the scaling of a later pass deletes
 * them, and makes new ones.
 */
final class CloneSetUpdating {
  private final CloneSetPass pass;
  private final KruiseWorkload workload;

  CloneSetUpdating(CloneSetPass pass) {
    this.pass = pass;
    this.workload = pass.spec().workload();
  }

  /** Moves pods on in their life, or else updates as many as may be (Update). */
  void update() {
    PodRefresh refresh = new PodRefresh(workload, pass.now(), pass.step());
    boolean modified = false;
    for (KruisePod pod : pass.pods()) {
      modified |= refresh.refresh(pod, pass.isUpdated(pod));
      modified |= addTemplateHash(pod);
    }
    if (modified || pass.spec().paused()) {
      return;
    }
    pass.diff()
        .mayUpdate(waiting(), pass.pods(), pass::isUpdated, pass::available)
        .forEach(this::update);
  }

  /** The pods to update, in their order (SortUpdateIndexes). */
  private List<KruisePod> waiting() {
    JsonNode priority = workload.updateStrategy().path("priorityStrategy");
    return pass.notUpdated().stream()
        .filter(pod -> pod.lifecycle() != LifecycleState.PREPARING_DELETE)
        .sorted(PodOrder.ACTIVE)
        .sorted(PodOrder.ofPriority(priority))
        .sorted(Comparator.comparing(pod -> pod.lifecycle() != LifecycleState.PREPARING_UPDATE))
        .toList();
  }

  /** updatePod. */
  private void update(KruisePod pod) {
    String type = workload.updateStrategy().path("type").asText();
    if (!type.startsWith("InPlace")) {
      recreate(pod);
      return;
    }
    Revision to = pass.revisions().update();
    Optional<InPlaceUpdate> inPlace =
        pass.revisions()
            .named(pod.label(KruiseNames.REVISION))
            .map(from -> new InPlaceUpdate(from, to))
            .filter(InPlaceUpdate::possible);
    if (inPlace.isPresent()) {
      updateInPlace(pod, inPlace.get());
    } else if (type.equals("InPlaceOnly")) {
      pass.step()
          .trouble(
              "find Pod "
                  + pod.name()
                  + " update strategy is InPlaceOnly but can not update in-place");
    } else {
      recreate(pod);
    }
  }

  private void updateInPlace(KruisePod pod, InPlaceUpdate update) {
    PodRefresh refresh = new PodRefresh(workload, pass.now(), pass.step());
    if (!refresh.mayUpdateInPlace(pod)) {
      return;
    }
    Revision to = pass.revisions().update();
    update.start(
        pod,
        Map.of(KruiseNames.REVISION, to.name(), TemplateHash.LABEL, to.hash()),
        pass.now(),
        pass.step());
    pass.emit(
        "SuccessfulUpdatePodInPlace",
        "successfully update pod " + pod.name() + " in-place(revision " + to.name() + ")");
  }

  /** Marks a pod; the scaling of a later pass deletes it. */
  private void recreate(KruisePod pod) {
    if (!pod.hasLabel(KruiseNames.SPECIFIED_DELETE)) {
      ObjectNode patch = Json.object();
      Json.dig(patch, "metadata", "labels").put(KruiseNames.SPECIFIED_DELETE, "true");
      pass.step().merge(pod.ref(), patch);
    }
    pass.emit(
        "SuccessfulUpdatePodReCreate",
        "successfully patch pod "
            + pod.name()
            + " specified-delete for update(revision "
            + pass.revisions().update().name()
            + ")");
  }

  /** fixPodTemplateHashLabel. */
  private boolean addTemplateHash(KruisePod pod) {
    if (pod.hasLabel(TemplateHash.LABEL)) {
      return false;
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "metadata", "labels")
        .put(TemplateHash.LABEL, Revision.hashOf(pod.label(KruiseNames.REVISION)));
    pass.step().merge(pod.ref(), patch);
    return true;
  }
}
