// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import java.util.Map;
import java.util.Optional;

/**
 * What the judgement needs to know of the workload: read it <em>before</em> the Rollout, so that
 * the status is at least as new as these facts.
 *
 * @param rolloutId the label {@code rollouts.kruise.io/rollout-id}; empty when the workload has
 *     none
 * @param generation {@code metadata.generation}
 * @param inProgressing whether a release is marked on the workload (annotation of the controller's
 *     webhook)
 */
public record WorkloadFacts(Optional<String> rolloutId, long generation, boolean inProgressing) {

  /** Checks that the label's place is there, even when the label is not. */
  public WorkloadFacts {
    requireNonNull(rolloutId, "rolloutId");
  }

  /**
   * Reads the facts off a workload of any kind.
   *
   * @param workload a Deployment, CloneSet, StatefulSet, …
   * @return its facts
   */
  public static WorkloadFacts of(HasMetadata workload) {
    ObjectMeta meta = requireNonNull(workload, "workload").getMetadata();
    Map<String, String> labels = meta.getLabels() == null ? Map.of() : meta.getLabels();
    Map<String, String> annotations =
        meta.getAnnotations() == null ? Map.of() : meta.getAnnotations();
    return new WorkloadFacts(
        Optional.ofNullable(labels.get(RolloutLabels.ROLLOUT_ID)).filter(id -> !id.isEmpty()),
        meta.getGeneration() == null ? 0 : meta.getGeneration(),
        annotations.containsKey(RolloutAnnotations.IN_PROGRESSING));
  }
}
