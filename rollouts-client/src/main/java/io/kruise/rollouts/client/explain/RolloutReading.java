// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.CanaryStrategy;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutCondition;
import io.kruise.rollouts.model.v1beta1.RolloutSpec;
import io.kruise.rollouts.model.v1beta1.RolloutStatus;
import io.kruise.rollouts.model.v1beta1.StepStatus;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Rollout: what {@link RolloutView} says of it, and what only an explanation needs.
 *
 * @param view the reading that judgements go by
 * @param workload kind and name of the workload, as the spec names it
 * @param extraWorkload whether the new version comes in a Deployment of its own
 * @param traffic what each step says of the traffic: a percentage, "by match", or "" for nothing
 * @param podTemplateHash the label of the new pods; "" until the controller knows it
 * @param finalisingStep what is done of the closing work; "" when nothing
 * @param stepMessage the sub-status' message
 * @param conditions {@code status.conditions}
 * @param deletingSince when the deletion was asked for; empty when it wasn't
 * @param finalizers what keeps a deleted Rollout
 * @param specWrittenAt when anything but its status was last changed; empty where the object
 *     doesn't tell
 * @param statusWrittenAt when its status was last changed, by whomever
 */
public record RolloutReading(
    RolloutView view,
    String workload,
    boolean extraWorkload,
    List<String> traffic,
    String podTemplateHash,
    String finalisingStep,
    String stepMessage,
    List<Condition> conditions,
    Optional<Instant> deletingSince,
    List<String> finalizers,
    Optional<Instant> specWrittenAt,
    Optional<Instant> statusWrittenAt) {

  /**
   * A condition.
   *
   * @param type which aspect
   * @param status True, False or Unknown
   * @param reason why, in one word
   * @param message why, for people
   * @param since when it changed; of Progressing, the controller keeps the release's beginning
   */
  public record Condition(
      String type, String status, String reason, String message, Optional<Instant> since) {}

  /** Keeps the lists from being changed. */
  public RolloutReading {
    traffic = List.copyOf(traffic);
    conditions = List.copyOf(conditions);
    finalizers = List.copyOf(finalizers);
  }

  /**
   * Reads a Rollout.
   *
   * @param rollout the object as the API server gave it
   * @return the reading
   */
  public static RolloutReading of(Rollout rollout) {
    RolloutSpec spec = Objects.requireNonNullElseGet(rollout.getSpec(), RolloutSpec::new);
    RolloutStatus status = Objects.requireNonNullElseGet(rollout.getStatus(), RolloutStatus::new);
    @Nullable StepStatus step = status.stepStatus();
    @Nullable WorkloadRef ref = spec.getWorkloadRef();
    @Nullable CanaryStrategy canary =
        spec.getStrategy() == null ? null : spec.getStrategy().getCanary();
    List<CanaryStep> steps = spec.getStrategy() == null ? List.of() : spec.getStrategy().steps();
    return new RolloutReading(
        RolloutView.of(rollout),
        ref == null ? "workload" : ref.getKind() + " " + ref.getName(),
        canary != null && Boolean.TRUE.equals(canary.getEnableExtraWorkloadForCanary()),
        steps.stream().map(RolloutReading::traffic).toList(),
        step == null ? "" : Times.text(step.getPodTemplateHash()),
        step == null ? "" : Times.text(step.getFinalisingStep()),
        step == null ? "" : Times.text(step.getMessage()),
        Objects.requireNonNullElse(status.getConditions(), List.<RolloutCondition>of()).stream()
            .map(RolloutReading::condition)
            .toList(),
        Times.parse(rollout.getMetadata().getDeletionTimestamp()),
        Objects.requireNonNullElse(rollout.getMetadata().getFinalizers(), List.of()),
        Times.specWritten(rollout.getMetadata()),
        Times.statusWritten(rollout.getMetadata()));
  }

  private static String traffic(CanaryStep step) {
    boolean matches = step.getMatches() != null && !step.getMatches().isEmpty();
    return matches ? "by match" : Times.text(step.getTraffic());
  }

  private static Condition condition(RolloutCondition condition) {
    return new Condition(
        Times.text(condition.getType()),
        Times.text(condition.getStatus()),
        Times.text(condition.getReason()),
        Times.text(condition.getMessage()),
        Times.parse(condition.getLastTransitionTime()));
  }
}
