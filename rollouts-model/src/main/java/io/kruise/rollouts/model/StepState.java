// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * Where the current step is: {@code currentStepState}.
 *
 * <p>Written by the Rollout controller, in the order of the constants. A client writes {@code
 * StepReady} to approve. The end is spelled {@code Completed}; guides that say {@code Complete}
 * misspell it, and that text is {@link #UNKNOWN} here.
 */
public enum StepState implements OpenEnum {
  /** The step has begun; Services and routes are made ready for it. */
  BEFORE_STEP_UPGRADE("BeforeStepUpgrade"),

  /** Pods of the step are upgraded, until enough of them are ready. */
  STEP_UPGRADE("StepUpgrade"),

  /** Traffic of the step is shifted. */
  STEP_TRAFFIC_ROUTING("StepTrafficRouting"),

  /** A state that the controller only passes through; nothing is analysed. */
  STEP_METRICS_ANALYSIS("StepMetricsAnalysis"),

  /** The step waits for an approval or for its time. */
  STEP_PAUSED("StepPaused"),

  /** The step is done or approved; the controller goes on to the next. */
  STEP_READY("StepReady"),

  /**
   * All steps are done. Also the first state of a Rollout whose workload was never released under
   * it.
   */
  COMPLETED("Completed"),

  /** A value that this model does not know, or none. */
  UNKNOWN("Unknown");

  private final String value;

  StepState(String value) {
    this.value = value;
  }

  @Override
  public String value() {
    return value;
  }

  /**
   * Returns the constant of a value.
   *
   * @param value a value as the API has it, or null
   * @return the constant; {@link #UNKNOWN} for null, for the empty string and for any other value
   */
  public static StepState of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
