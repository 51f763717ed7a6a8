// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.model.StepState;

/**
 * A place in the plan.
 *
 * @param stepIndex the current step, 1-based; 0 when the status names none
 * @param stepCount the number of steps in the plan
 * @param state the step's state; {@link StepState#UNKNOWN} for one that this library does not know
 * @param rawState the state as the controller wrote it
 * @param nextStepIndex the step after it, 1-based; -1 when there is none
 */
public record StepPosition(
    int stepIndex, int stepCount, StepState state, String rawState, int nextStepIndex) {

  /** Checks that the state is there. */
  public StepPosition {
    requireNonNull(state, "state");
    requireNonNull(rawState, "rawState");
  }

  /**
   * Whether this is a state at a step.
   *
   * @param index the step, 1-based
   * @param wanted the state
   * @return true when both are current
   */
  public boolean is(int index, StepState wanted) {
    return stepIndex == index && state == wanted;
  }

  @Override
  public String toString() {
    return "step "
        + stepIndex
        + "/"
        + stepCount
        + " "
        + (rawState.isEmpty() ? "(no state)" : rawState);
  }
}
