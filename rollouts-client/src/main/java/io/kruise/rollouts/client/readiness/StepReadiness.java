// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a step of a release stands, and why.
 *
 * @param reason why; it implies the verdict
 * @param explanation a sentence for people: what was seen, and what it means
 * @param view what was read; empty when there is no such Rollout
 */
public record StepReadiness(Reason reason, String explanation, Optional<RolloutView> view) {

  /** Checks that all parts are there. */
  public StepReadiness {
    requireNonNull(reason, "reason");
    requireNonNull(explanation, "explanation");
    requireNonNull(view, "view");
  }

  /**
   * Judges one reading. Pure: no I/O, no clock, no memory.
   *
   * <p>Read the workload before the Rollout. Without the workload's facts a release that has just
   * begun, while the status is still that of the release before, is told by {@code expectation}'s
   * release alone.
   *
   * @param rollout the Rollout, or null when it does not exist
   * @param workload the workload's facts, or null when they were not read
   * @param expectation the step and the release that are meant
   * @return the judgement
   */
  public static StepReadiness evaluate(
      @Nullable Rollout rollout, @Nullable WorkloadFacts workload, StepExpectation expectation) {
    return judge(rollout == null ? null : RolloutView.of(rollout), workload, expectation);
  }

  /**
   * {@link #evaluate} over a view that was read before.
   *
   * @param view the view, or null when the Rollout does not exist
   * @param workload the workload's facts, or null when they were not read
   * @param expectation the step and the release that are meant
   * @return the judgement
   */
  public static StepReadiness judge(
      @Nullable RolloutView view, @Nullable WorkloadFacts workload, StepExpectation expectation) {
    return ReadinessRules.judge(view, workload, expectation);
  }

  /**
   * Judges one reading where the workload was asked for, and is not there: then nothing can be said
   * of the release that it holds, but all that holds for any release.
   *
   * @param view the Rollout
   * @param expectation the step and the release that are meant
   * @return the judgement; {@link Reason#WORKLOAD_NOT_FOUND} where it hangs on the release
   */
  public static StepReadiness withoutWorkload(RolloutView view, StepExpectation expectation) {
    StepReadiness any = judge(view, null, expectation);
    return switch (any.verdict()) {
      case NOT_OBSERVED, DISABLED, TERMINATING, NO_SUCH_STEP, GONE -> any;
      default ->
          new StepReadiness(
              Reason.WORKLOAD_NOT_FOUND,
              "the workload was not found, so its release is not known",
              Optional.of(view));
    };
  }

  /**
   * Where the step stands.
   *
   * @return the verdict that the reason belongs to
   */
  public Verdict verdict() {
    return reason.verdict();
  }

  /** The explanation, the verdict, and what the Rollout looked like: what messages quote. */
  @Override
  public String toString() {
    String seen = view.map(RolloutView::summary).orElse("not found");
    return explanation + " [" + verdict() + "/" + reason + "; " + seen + "]";
  }
}
