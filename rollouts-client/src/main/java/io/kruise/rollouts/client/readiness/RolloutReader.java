// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.model.ConditionType;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutCondition;
import io.kruise.rollouts.model.v1beta1.RolloutSpec;
import io.kruise.rollouts.model.v1beta1.RolloutStatus;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import io.kruise.rollouts.model.v1beta1.StepStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the bean, where everything may be absent, into a view, where nothing is. */
final class RolloutReader {
  private RolloutReader() {}

  static RolloutView read(Rollout rollout) {
    RolloutSpec spec = Objects.requireNonNullElseGet(rollout.getSpec(), RolloutSpec::new);
    RolloutStatus status = Objects.requireNonNullElseGet(rollout.getStatus(), RolloutStatus::new);
    @Nullable RolloutStrategy strategy = spec.getStrategy();
    @Nullable StepStatus step = status.stepStatus();
    List<CanaryStep> steps = strategy == null ? List.of() : strategy.steps();
    List<PlannedStep> plan = steps.stream().map(RolloutReader::planned).toList();
    Optional<RolloutCondition> progressing = condition(status, ConditionType.PROGRESSING);
    return new RolloutView(
        text(rollout.getMetadata().getNamespace()),
        text(rollout.getMetadata().getName()),
        text(rollout.getMetadata().getUid()),
        text(rollout.getMetadata().getResourceVersion()),
        number(status.getObservedGeneration()) >= number(rollout.getMetadata().getGeneration()),
        rollout.getMetadata().getDeletionTimestamp() != null,
        Boolean.TRUE.equals(spec.getDisabled()),
        strategy != null && Boolean.TRUE.equals(strategy.getPaused()),
        rollbackInBatches(rollout),
        style(status),
        RolloutPhase.of(status.getPhase()),
        progressing.map(condition -> ProgressingReason.of(condition.getReason())),
        condition(status, ConditionType.SUCCEEDED)
            .map(condition -> "True".equals(condition.getStatus())),
        position(step, plan.size()),
        plan,
        step == null ? "" : text(step.getObservedRolloutID()),
        step == null ? "" : text(step.revision()),
        step == null ? "" : text(step.getStableRevision()),
        step == null ? 0 : number(step.getObservedWorkloadGeneration()),
        step == null ? "" : text(step.getLastUpdateTime()),
        step == null ? 0 : number(step.updatedReplicas()),
        step == null ? 0 : number(step.updatedReadyReplicas()),
        text(status.getMessage()));
  }

  private static boolean rollbackInBatches(Rollout rollout) {
    return rollout.getMetadata().getAnnotations() != null
        && "true"
            .equals(
                rollout.getMetadata().getAnnotations().get(RolloutAnnotations.ROLLBACK_IN_BATCH));
  }

  private static RolloutView.Style style(RolloutStatus status) {
    if (status.getCanaryStatus() != null) {
      return RolloutView.Style.CANARY;
    }
    return status.getBlueGreenStatus() != null
        ? RolloutView.Style.BLUE_GREEN
        : RolloutView.Style.NONE;
  }

  private static StepPosition position(@Nullable StepStatus step, int stepCount) {
    String state = step == null ? "" : text(step.getCurrentStepState());
    int index = step == null ? 0 : number(step.getCurrentStepIndex());
    // v0.5 has no nextStepIndex: the natural one stands for it
    int natural = index < stepCount ? index + 1 : -1;
    @Nullable Integer next = step == null ? null : step.getNextStepIndex();
    return new StepPosition(
        index,
        stepCount,
        RolloutView.stateOf(state),
        state,
        next == null || next == 0 ? natural : next);
  }

  private static PlannedStep planned(CanaryStep step) {
    @Nullable IntOrString replicas = step.getReplicas();
    @Nullable Integer seconds = step.getPause() == null ? null : step.getPause().getDuration();
    return new PlannedStep(
        replicas == null ? "" : String.valueOf(replicas.getValue()),
        Optional.ofNullable(seconds).map(Duration::ofSeconds));
  }

  private static Optional<RolloutCondition> condition(RolloutStatus status, ConditionType type) {
    @Nullable List<RolloutCondition> conditions = status.getConditions();
    return conditions == null
        ? Optional.empty()
        : conditions.stream()
            .filter(condition -> type.value().equals(condition.getType()))
            .findFirst();
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static long number(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
