// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.readiness.Reason;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.Verdict;
import io.kruise.rollouts.client.readiness.WorkloadFacts;
import org.jspecify.annotations.Nullable;

/**
 * Whether a step may be approved, before anything is written. Pure.
 *
 * @param options which step, of which release
 */
record ApprovalGate(ApproveOptions options) {

  /** What to do with a reading. */
  enum Pass {
    /** The step is paused, or approved and not yet left. */
    BEGIN,
    /** What stands there may belong to another release than the one that is meant. */
    ASK_WORKLOAD,
    /** The release has passed the step. */
    ALREADY_PASSED,
    /**
     * The status is behind the workload or the plan, as it is while pods are replaced: it catches
     * up within seconds.
     */
    BEHIND,
    /** The step does not await approval. */
    REFUSE
  }

  /** Which way, and the judgement that it rests on. */
  record Answer(Pass pass, StepReadiness readiness) {}

  Answer ask(RolloutView view, @Nullable WorkloadFacts workload) {
    StepReadiness readiness = judge(view, workload);
    return new Answer(pass(readiness, workload), readiness);
  }

  private Pass pass(StepReadiness readiness, @Nullable WorkloadFacts workload) {
    boolean named = options.stepIndex().isPresent();
    boolean askable = mayBeApproved(readiness.reason()) || named;
    if (askable && workload == null && options.release().needsWorkload()) {
      return Pass.ASK_WORKLOAD;
    }
    if (mayBeApproved(readiness.reason())) {
      return Pass.BEGIN;
    }
    if (named && isPassed(readiness)) {
      // the id of a named release is copied into the status before the release begins: "passed"
      // may be the one before
      return workload == null ? Pass.ASK_WORKLOAD : Pass.ALREADY_PASSED;
    }
    return isBehind(readiness.reason(), workload) ? Pass.BEHIND : Pass.REFUSE;
  }

  private static boolean isBehind(Reason reason, @Nullable WorkloadFacts workload) {
    return reason == Reason.SPEC_NOT_OBSERVED
        || (reason == Reason.OTHER_RELEASE && workload != null);
  }

  private static boolean mayBeApproved(Reason reason) {
    return switch (reason) {
      case MANUAL_PAUSE, TIMED_PAUSE, PASSES_BY_ITSELF, STEP_READY -> true;
      default -> false;
    };
  }

  /** Whether the release is beyond the step. */
  static boolean isPassed(StepReadiness readiness) {
    return readiness.verdict() == Verdict.PASSED || readiness.verdict() == Verdict.COMPLETED;
  }

  /** Where the step stands. */
  StepReadiness judge(RolloutView view, @Nullable WorkloadFacts workload) {
    return StepReadiness.judge(view, workload, expectation(view));
  }

  /** What is wanted. */
  StepExpectation expectation(RolloutView view) {
    return StepExpectation.passed(stepIndex(view)).of(options.release());
  }

  /** The named step, or else the current one. */
  int stepIndex(RolloutView view) {
    return options.stepIndex().orElse(Math.max(1, view.position().stepIndex()));
  }

  /** What is wanted, while nothing was read: of an unnamed step it is the first. */
  StepExpectation expectation() {
    return StepExpectation.passed(options.stepIndex().orElse(1)).of(options.release());
  }

  /** The step in words, for messages. */
  String wanted() {
    return options.stepIndex().isPresent()
        ? "step " + options.stepIndex().getAsInt()
        : "the current step";
  }
}
