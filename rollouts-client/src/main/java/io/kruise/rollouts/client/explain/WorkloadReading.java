// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The workload of a Rollout, of any kind.
 *
 * @param kind its kind
 * @param name its name
 * @param generation {@code metadata.generation}
 * @param observedGeneration {@code status.observedGeneration}: what its own controller has seen
 * @param replicas how many pods it is to have; of a DaemonSet, by its status
 * @param updated pods of its newest revision, by its own count
 * @param ready ready pods of any revision, by its own count
 * @param paused {@code spec.paused}
 * @param armed whether it carries the label {@code rollouts.kruise.io/workload-type}, without which
 *     the webhook never sees its changes
 * @param inProgressing whether a release is marked on it
 * @param rolloutId the label {@code rollouts.kruise.io/rollout-id}; "" when absent
 * @param partition how many pods stay old, a count or a percentage as written; "" when it doesn't
 *     say. A Deployment has it in an annotation
 * @param updateRevision {@code status.updateRevision}; "" for a Deployment
 * @param deadline the condition that says that its progress deadline is over; empty when it isn't
 * @param deleting whether it is being deleted
 * @param writtenAt when anything but its status was last changed; empty where the object doesn't
 *     tell
 */
public record WorkloadReading(
    String kind,
    String name,
    long generation,
    long observedGeneration,
    int replicas,
    int updated,
    int ready,
    boolean paused,
    boolean armed,
    boolean inProgressing,
    String rolloutId,
    String partition,
    String updateRevision,
    Optional<String> deadline,
    boolean deleting,
    Optional<Instant> writtenAt) {

  /**
   * Reads a workload.
   *
   * @param workload a Deployment, CloneSet, StatefulSet, … as the API server gave it
   * @return the reading
   */
  public static WorkloadReading of(GenericKubernetesResource workload) {
    ObjectMeta meta = workload.getMetadata();
    Map<String, String> labels = Objects.requireNonNullElse(meta.getLabels(), Map.of());
    Map<String, String> annotations = Objects.requireNonNullElse(meta.getAnnotations(), Map.of());
    return new WorkloadReading(
        Times.text(workload.getKind()),
        Times.text(meta.getName()),
        meta.getGeneration() == null ? 0 : meta.getGeneration(),
        number(workload, 0, "status", "observedGeneration"),
        (int)
            number(
                workload,
                number(workload, 1, "status", "desiredNumberScheduled"),
                "spec",
                "replicas"),
        (int)
            number(
                workload,
                number(workload, 0, "status", "updatedNumberScheduled"),
                "status",
                "updatedReplicas"),
        (int)
            number(
                workload, number(workload, 0, "status", "numberReady"), "status", "readyReplicas"),
        Boolean.TRUE.equals(workload.get("spec", "paused")),
        labels.containsKey(RolloutLabels.WORKLOAD_TYPE),
        annotations.containsKey(RolloutAnnotations.IN_PROGRESSING),
        labels.getOrDefault(RolloutLabels.ROLLOUT_ID, ""),
        partition(workload, annotations),
        text(workload.get("status", "updateRevision")),
        deadline(workload),
        meta.getDeletionTimestamp() != null,
        Times.specWritten(meta));
  }

  /** Whether its own controller has seen its newest spec; the Rollout's waits for that. */
  boolean settled() {
    return observedGeneration >= generation;
  }

  /** Whether it keeps all its pods old until somebody lets it go. */
  boolean heldBack() {
    return paused || partition.equals("100%") || partition.equals("32767");
  }

  private static String partition(
      GenericKubernetesResource workload, Map<String, String> annotations) {
    @Nullable String kept = annotations.get(RolloutAnnotations.DEPLOYMENT_STRATEGY);
    if (kept != null) {
      // one field of a small JSON object that the controller itself writes; a parser is no part of
      // the rules
      int start = kept.indexOf("\"partition\":");
      return start < 0
          ? ""
          : kept.substring(start + 12).replaceFirst("[,}].*", "").replace("\"", "").strip();
    }
    String direct = text(workload.get("spec", "updateStrategy", "partition"));
    return direct.isEmpty()
        ? text(workload.get("spec", "updateStrategy", "rollingUpdate", "partition"))
        : direct;
  }

  private static Optional<String> deadline(GenericKubernetesResource workload) {
    return workload.get("status", "conditions") instanceof List<?> conditions
        ? conditions.stream()
            .filter(Map.class::isInstance)
            .map(condition -> (Map<?, ?>) condition)
            .filter(condition -> "ProgressDeadlineExceeded".equals(condition.get("reason")))
            .map(condition -> text(condition.get("message")))
            .findFirst()
        : Optional.empty();
  }

  private static long number(GenericKubernetesResource workload, long otherwise, Object... path) {
    return workload.get(path) instanceof Number number ? number.longValue() : otherwise;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }
}
