// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A revision of the workload: a ReplicaSet, or a ControllerRevision, which counts no pods.
 *
 * @param kind ReplicaSet or ControllerRevision
 * @param name its name
 * @param uid its uid, by which pods name their owner
 * @param hash the hash that its pods carry as a label
 * @param number the revision's number; 0 where it has none
 * @param desired the pods that it is to have
 * @param ready its ready pods
 * @param createdAt when it was made
 * @param failure why no more pods can be created, in the API server's words; empty when nothing
 *     failed
 * @param failedSince since when
 */
public record RevisionReading(
    String kind,
    String name,
    String uid,
    String hash,
    long number,
    int desired,
    int ready,
    Optional<Instant> createdAt,
    Optional<String> failure,
    Optional<Instant> failedSince) {
  private static final String NUMBER = "deployment.kubernetes.io/revision";

  /**
   * Reads a ReplicaSet.
   *
   * @param set the object as the API server gave it
   * @return the reading
   */
  public static RevisionReading of(ReplicaSet set) {
    ObjectMeta meta = set.getMetadata();
    Optional<ReplicaSetCondition> failed = failed(set);
    return new RevisionReading(
        "ReplicaSet",
        meta.getName(),
        Times.text(meta.getUid()),
        label(meta, "pod-template-hash"),
        number(meta.getAnnotations() == null ? null : meta.getAnnotations().get(NUMBER)),
        count(set.getSpec() == null ? null : set.getSpec().getReplicas()),
        count(set.getStatus() == null ? null : set.getStatus().getReadyReplicas()),
        Times.parse(meta.getCreationTimestamp()),
        failed.map(condition -> Times.text(condition.getMessage())),
        failed.flatMap(condition -> Times.parse(condition.getLastTransitionTime())));
  }

  /**
   * Reads a ControllerRevision.
   *
   * @param revision the object as the API server gave it
   * @return the reading
   */
  public static RevisionReading of(ControllerRevision revision) {
    ObjectMeta meta = revision.getMetadata();
    return new RevisionReading(
        "ControllerRevision",
        meta.getName(),
        Times.text(meta.getUid()),
        meta.getName(),
        Objects.requireNonNullElse(revision.getRevision(), 0L),
        0,
        0,
        Times.parse(meta.getCreationTimestamp()),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<ReplicaSetCondition> failed(ReplicaSet set) {
    List<ReplicaSetCondition> conditions =
        set.getStatus() == null ? List.of() : set.getStatus().getConditions();
    return conditions.stream()
        .filter(condition -> "ReplicaFailure".equals(condition.getType()))
        .filter(condition -> "True".equals(condition.getStatus()))
        .findFirst();
  }

  private static String label(ObjectMeta meta, String key) {
    return meta.getLabels() == null ? "" : meta.getLabels().getOrDefault(key, "");
  }

  private static int count(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  private static long number(@Nullable String value) {
    try {
      return value == null ? 0 : Long.parseLong(value);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
