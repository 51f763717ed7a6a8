// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.kruise.rollouts.client.internal.workload.Trees;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.RolloutLabels;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The revisions of a workload, and which of them a release came from. Pure. */
final class Revisions {
  private static final String NUMBER_OF_REPLICA_SET = "deployment.kubernetes.io/revision";

  private Revisions() {}

  /** The labels by which they are found. */
  @SuppressWarnings("unchecked") // labels are strings
  static Map<String, String> labels(WorkloadView workload) {
    return (Map<String, String>)
        (Map<String, ?>) Trees.object(workload.spec(), "selector", "matchLabels");
  }

  /** Those of the workload, the newest first. */
  static List<Revision> of(WorkloadView workload, List<GenericKubernetesResource> kept) {
    return kept.stream()
        .filter(each -> isOwned(each.getMetadata(), workload.uid()))
        .map(
            switch (workload.type().revisions()) {
              case REPLICA_SETS -> Revisions::replicaSet;
              case CONTROLLER_REVISIONS -> Revisions::controllerRevision;
            })
        .sorted(Comparator.comparingLong(Revision::number).reversed())
        .toList();
  }

  private static boolean isOwned(ObjectMeta meta, String uid) {
    return meta.getOwnerReferences() != null
        && meta.getOwnerReferences().stream().anyMatch(owner -> uid.equals(owner.getUid()));
  }

  private static Revision replicaSet(GenericKubernetesResource set) {
    ObjectMeta meta = set.getMetadata();
    @Nullable String number =
        meta.getAnnotations() == null ? null : meta.getAnnotations().get(NUMBER_OF_REPLICA_SET);
    return new Revision(
        meta.getLabels().getOrDefault("pod-template-hash", meta.getName()),
        number == null ? 0 : Long.parseLong(number),
        created(meta),
        Templates.plain(Trees.object(set.getAdditionalProperties(), "spec", "template")));
  }

  private static Revision controllerRevision(GenericKubernetesResource revision) {
    ObjectMeta meta = revision.getMetadata();
    return new Revision(
        meta.getName(),
        Trees.number(revision.getAdditionalProperties(), "revision"),
        created(meta),
        Templates.plain(
            Trees.object(revision.getAdditionalProperties(), "data", "spec", "template")));
  }

  private static Instant created(ObjectMeta meta) {
    return meta.getCreationTimestamp() == null
        ? Instant.EPOCH
        : OffsetDateTime.parse(meta.getCreationTimestamp()).toInstant();
  }

  /** The revision that a release came from; empty when it is not kept, or can't be told. */
  static Optional<Revision> before(
      WorkloadView workload, RolloutView view, String rolloutId, List<Revision> kept) {
    Optional<Marks.Begun> begun = Marks.rollback(workload, rolloutId);
    if (begun.isPresent()) {
      return kept.stream().filter(each -> each.name().equals(begun.get().to())).findFirst();
    }
    for (String name : candidates(workload, view)) {
      Optional<Revision> found = kept.stream().filter(each -> isNamed(each, name)).findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return workload.kind().equals("DaemonSet") ? newestOther(workload, kept) : Optional.empty();
  }

  /**
   * While a release is in progress the workload tells; the status may be that of the release
   * before.
   */
  private static List<String> candidates(WorkloadView workload, RolloutView view) {
    List<String> names = new ArrayList<>();
    if (workload.isDeployment() && workload.isHeldBy(view.name())) {
      names.add(workload.labels().getOrDefault(RolloutLabels.STABLE_REVISION, ""));
    }
    String current = Trees.text(workload.status(), "currentRevision");
    if (!current.equals(Trees.text(workload.status(), "updateRevision"))) {
      names.add(current);
    }
    names.add(view.stableRevision());
    names.removeIf(String::isEmpty);
    return names;
  }

  /** A CloneSet's revisions are called by the last part of their names. cloneset controller. */
  private static boolean isNamed(Revision revision, String name) {
    return revision.name().equals(name) || revision.name().endsWith("-" + name);
  }

  /** For a DaemonSet the status names none. */
  private static Optional<Revision> newestOther(WorkloadView workload, List<Revision> kept) {
    return kept.stream()
        .filter(each -> !Templates.same(each.template(), workload.template()))
        .findFirst();
  }
}
