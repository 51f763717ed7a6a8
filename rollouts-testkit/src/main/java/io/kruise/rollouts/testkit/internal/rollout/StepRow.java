// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import io.kruise.rollouts.model.StepState;
import java.util.function.Predicate;

/**
 * A row of a table of step states: in a state, and when a condition holds, some work is to be done;
 * is it done, the step goes on to the next state.
 *
 * @param state where the row applies
 * @param when whether it applies; the first row that does counts
 * @param work what is done, and whether it is done now
 * @param next where the step goes then
 * @param touches whether lastUpdateTime is set then
 * @param goesOn whether the next state's work begins in the same pass
 */
record StepRow(
    StepState state,
    Predicate<Pass> when,
    Predicate<Pass> work,
    StepState next,
    boolean touches,
    boolean goesOn) {

  static StepRow of(StepState state, Predicate<Pass> work, StepState next) {
    return new StepRow(state, pass -> true, work, next, true, false);
  }

  StepRow when(Predicate<Pass> condition) {
    return new StepRow(state, condition, work, next, touches, goesOn);
  }

  StepRow untouched() {
    return new StepRow(state, when, work, next, false, goesOn);
  }

  StepRow andGoesOn() {
    return new StepRow(state, when, work, next, touches, true);
  }
}
