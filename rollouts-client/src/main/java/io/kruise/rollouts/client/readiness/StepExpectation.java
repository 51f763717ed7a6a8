// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What is waited for: a goal, a step, and of which release. Immutable; {@code of…} returns a copy.
 *
 * <p>A fresh expectation means the release that the workload holds when a verb of {@code
 * RolloutOps} begins: name the release where you know it.
 */
public final class StepExpectation {

  /** What counts as success. */
  public enum Goal {
    /** The step is upgraded and nothing but an approval takes it on. */
    AWAITING_APPROVAL,
    /** The step is upgraded, or the release is past it. */
    REACHED,
    /** The release has left the step. */
    PASSED,
    /** The release is over and succeeded. */
    COMPLETED
  }

  /** Where a goal stands, given a judgement. */
  public enum Outcome {
    /** The goal is reached. */
    MET,
    /** It can still be reached. */
    PENDING,
    /** It can't be reached any more without a new release or a change of the plan. */
    UNREACHABLE
  }

  /** Stands for the plan's last step, whichever that is. */
  private static final int LAST_STEP = Integer.MAX_VALUE;

  private final Goal goal;
  private final int stepIndex;
  private final ReleaseMatch release;

  private StepExpectation(Goal goal, int stepIndex, ReleaseMatch release) {
    if (stepIndex < 1) {
      throw new IllegalArgumentException("steps count from 1, got " + stepIndex);
    }
    this.goal = goal;
    this.stepIndex = stepIndex;
    this.release = release;
  }

  /**
   * The step is upgraded and waits for an approval. A step that goes on by itself, or was passed,
   * never will.
   *
   * @param stepIndex the step, 1-based
   * @return the expectation
   * @throws IllegalArgumentException when the index is below 1
   */
  public static StepExpectation awaitingApproval(int stepIndex) {
    return new StepExpectation(Goal.AWAITING_APPROVAL, stepIndex, ReleaseMatch.heldByWorkload());
  }

  /**
   * The step is upgraded, or the release is past it. The state {@code StepReady} lives for one pass
   * of the controller only, so "at n or beyond" is what can be waited for.
   *
   * @param stepIndex the step, 1-based
   * @return the expectation
   * @throws IllegalArgumentException when the index is below 1
   */
  public static StepExpectation reached(int stepIndex) {
    return new StepExpectation(Goal.REACHED, stepIndex, ReleaseMatch.heldByWorkload());
  }

  /**
   * The release has left the step.
   *
   * @param stepIndex the step, 1-based
   * @return the expectation
   * @throws IllegalArgumentException when the index is below 1
   */
  public static StepExpectation passed(int stepIndex) {
    return new StepExpectation(Goal.PASSED, stepIndex, ReleaseMatch.heldByWorkload());
  }

  /**
   * The release is over and succeeded. A partition style plan whose last step is below 100% ends so
   * while the rest of the pods still roll, natively.
   *
   * @return the expectation
   */
  public static StepExpectation completed() {
    return new StepExpectation(Goal.COMPLETED, LAST_STEP, ReleaseMatch.heldByWorkload());
  }

  /**
   * The same of the release with this rollout-id.
   *
   * @param rolloutId the value of the workload's label {@code rollouts.kruise.io/rollout-id}
   * @return a copy
   * @throws IllegalArgumentException when it is blank
   */
  public StepExpectation ofRelease(String rolloutId) {
    return of(ReleaseMatch.rolloutId(rolloutId));
  }

  /**
   * The same of the release that a write to the workload started.
   *
   * @param workload the workload as the API server returned it from that write
   * @return a copy
   * @throws IllegalArgumentException when it has no generation
   */
  public StepExpectation ofReleaseStartedBy(HasMetadata workload) {
    return of(ReleaseMatch.startedBy(workload));
  }

  /**
   * The same of another release.
   *
   * @param release which one
   * @return a copy
   */
  public StepExpectation of(ReleaseMatch release) {
    return new StepExpectation(goal, stepIndex, requireNonNull(release, "release"));
  }

  /**
   * What counts as success.
   *
   * @return the goal
   */
  public Goal goal() {
    return goal;
  }

  /**
   * Which release is meant.
   *
   * @return the match
   */
  public ReleaseMatch release() {
    return release;
  }

  /** The step within a plan of this many steps. */
  int stepIn(int stepCount) {
    return stepIndex == LAST_STEP ? stepCount : stepIndex;
  }

  /**
   * Where the goal stands, given a judgement of this expectation.
   *
   * @param readiness the judgement
   * @return met, pending or unreachable
   */
  public Outcome outcome(StepReadiness readiness) {
    Verdict verdict = readiness.verdict();
    return switch (verdict) {
      case NOT_OBSERVED -> Outcome.PENDING;
      case IN_PROGRESS ->
          upgradedButGoesOn(readiness.reason()) && goal == Goal.REACHED
              ? Outcome.MET
              : Outcome.PENDING;
      case PAUSED ->
          goal == Goal.REACHED && readiness.reason() == Reason.HELD_AFTER_UPGRADE
              ? Outcome.MET
              : Outcome.PENDING;
      case AWAITING_APPROVAL ->
          goal == Goal.AWAITING_APPROVAL || goal == Goal.REACHED ? Outcome.MET : Outcome.PENDING;
      case READY -> goal == Goal.REACHED ? Outcome.MET : Outcome.PENDING;
      case PASSED -> beyond(goal == Goal.COMPLETED ? Outcome.PENDING : Outcome.MET);
      case COMPLETED -> beyond(Outcome.MET);
      case ROLLED_BACK, SUPERSEDED, DISABLED, TERMINATING, NO_SUCH_STEP, GONE ->
          Outcome.UNREACHABLE;
    };
  }

  /** What was passed can't be awaited any more. */
  private Outcome beyond(Outcome otherwise) {
    return goal == Goal.AWAITING_APPROVAL ? Outcome.UNREACHABLE : otherwise;
  }

  private static boolean upgradedButGoesOn(Reason reason) {
    return reason == Reason.TIMED_PAUSE || reason == Reason.PASSES_BY_ITSELF;
  }

  @Override
  public String toString() {
    String step = "step " + stepIndex;
    return switch (goal) {
      case AWAITING_APPROVAL -> step + " to await approval";
      case REACHED -> step + " to be reached";
      case PASSED -> step + " to be passed";
      case COMPLETED -> "the release to complete";
    };
  }
}
