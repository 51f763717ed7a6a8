// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One reading of a Rollout: canary and blue-green in the same terms, with nothing absent.
 * Immutable, thread-safe.
 *
 * @param namespace its namespace
 * @param name its name
 * @param uid its uid: another one under the same name is another Rollout
 * @param resourceVersion the version that was read
 * @param specObserved whether the status has seen the present spec
 * @param deleting whether it carries a deletion timestamp
 * @param disabled {@code spec.disabled}
 * @param held {@code spec.strategy.paused}: the whole Rollout stands still
 * @param rollsBackInBatches whether the annotation {@code rollouts.kruise.io/rollback-in-batch} is
 *     "true"
 * @param style which sub-status the controller wrote
 * @param phase {@code status.phase}
 * @param progressing the reason of the condition Progressing; empty when no release was ever
 *     started
 * @param succeeded the condition Succeeded: true after a success, false after a roll-back, empty in
 *     between
 * @param position the current step
 * @param plan the steps of the spec
 * @param rolloutId {@code observedRolloutID}; "" when absent
 * @param revision {@code canaryRevision} or {@code updatedRevision}; "" when absent
 * @param stableRevision the revision of the pods before; "" when absent
 * @param observedWorkloadGeneration the workload's generation that the status has seen
 * @param stepUpdateTime {@code lastUpdateTime} as written: it changes when a step state is entered
 *     anew, and stays the same while a step is paused; "" when absent
 * @param updatedReplicas pods of the new revision
 * @param updatedReadyReplicas those of them that are ready
 * @param message {@code status.message}, for people
 */
public record RolloutView(
    String namespace,
    String name,
    String uid,
    String resourceVersion,
    boolean specObserved,
    boolean deleting,
    boolean disabled,
    boolean held,
    boolean rollsBackInBatches,
    Style style,
    RolloutPhase phase,
    Optional<ProgressingReason> progressing,
    Optional<Boolean> succeeded,
    StepPosition position,
    List<PlannedStep> plan,
    String rolloutId,
    String revision,
    String stableRevision,
    long observedWorkloadGeneration,
    String stepUpdateTime,
    int updatedReplicas,
    int updatedReadyReplicas,
    String message) {

  /** Which sub-status a Rollout has. */
  public enum Style {
    /** {@code canaryStatus}: the styles partition and canary with an extra workload. */
    CANARY,
    /** {@code blueGreenStatus}. */
    BLUE_GREEN,
    /** Neither: no release was observed, or it is being replaced. */
    NONE
  }

  /** Keeps a copy of the plan. */
  public RolloutView {
    plan = List.copyOf(plan);
  }

  /**
   * Reads a Rollout.
   *
   * @param rollout the object as the API server gave it
   * @return the view
   */
  public static RolloutView of(Rollout rollout) {
    return RolloutReader.read(rollout);
  }

  /**
   * Whether the step is upgraded and will not go on before somebody approves it, by the plan.
   *
   * @param stepIndex the step, 1-based
   * @return false for a step with a duration, for a canary plan's last step of "100%", and for one
   *     outside the plan
   */
  public boolean waitsForApproval(int stepIndex) {
    return plannedPause(stepIndex).isEmpty() && !passesByItself(stepIndex) && inPlan(stepIndex);
  }

  /**
   * A canary plan's last step does not pause when it is the literal "100%". rollout_canary.go:
   * doCanaryPaused.
   */
  boolean passesByItself(int stepIndex) {
    return style == Style.CANARY
        && stepIndex == plan.size()
        && inPlan(stepIndex)
        && plan.get(stepIndex - 1).replicas().equals("100%");
  }

  /**
   * The pause that the plan has for a step.
   *
   * @param stepIndex the step, 1-based
   * @return its duration; empty when there is none, and for a step outside the plan
   */
  public Optional<Duration> plannedPause(int stepIndex) {
    return inPlan(stepIndex) ? plan.get(stepIndex - 1).pause() : Optional.empty();
  }

  /**
   * Whether a release is under way, in this part of it.
   *
   * @param reason the reason of the condition Progressing
   * @return false in any other phase than Progressing, where the condition may be an old one
   */
  public boolean isIn(ProgressingReason reason) {
    return phase == RolloutPhase.PROGRESSING && progressing.filter(reason::equals).isPresent();
  }

  /**
   * Whether the plan has this step.
   *
   * @param stepIndex the step, 1-based
   * @return true from 1 to the number of steps
   */
  public boolean inPlan(int stepIndex) {
    return stepIndex >= 1 && stepIndex <= plan.size();
  }

  /**
   * Whether the id in the status is one that the controller makes up for a workload without a
   * label.
   */
  boolean hasRevisionAsId() {
    return rolloutId.isEmpty()
        || rolloutId.equals(revision)
        || rolloutId.equals("rollback-" + revision);
  }

  /** Whether a step state means that pods and traffic of the step are done. */
  boolean upgraded() {
    return switch (position.state()) {
      case STEP_METRICS_ANALYSIS, STEP_PAUSED, STEP_READY, COMPLETED -> true;
      default -> false;
    };
  }

  /** The guide's word for the end differs from the controller's constant; both are read. */
  static StepState stateOf(String raw) {
    return raw.equals("Complete") ? StepState.COMPLETED : StepState.of(raw);
  }

  /**
   * The view in a line, for logs and messages.
   *
   * @return phase, step, pods and the controller's message
   */
  public String summary() {
    StringBuilder line =
        new StringBuilder(phase == RolloutPhase.UNKNOWN ? "(no phase)" : phase.value());
    progressing.ifPresent(reason -> line.append('/').append(reason.value()));
    if (style != Style.NONE) {
      line.append(", ")
          .append(position)
          .append(", ")
          .append(updatedReplicas)
          .append(" pods updated, ");
      line.append(updatedReadyReplicas).append(" of them ready");
    }
    return message.isEmpty() ? line.toString() : line + " (\"" + message + "\")";
  }
}
