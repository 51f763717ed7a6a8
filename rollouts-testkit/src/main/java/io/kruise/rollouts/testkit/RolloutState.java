// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.internal.history.States;
import io.kruise.rollouts.testkit.internal.object.Json;

/**
 * What the status of a Rollout says. Absent texts are "", absent numbers 0.
 *
 * @param phase such as "Progressing"
 * @param reason of the condition Progressing, such as "InRolling"
 * @param step the current step, 1-based
 * @param nextStep the step that follows, -1 after the last
 * @param stepState such as "StepPaused"
 * @param finalisingStep what is done while a release is wound up
 * @param message for people: the one of the status as a whole, else the one of the step
 * @param rolloutId the name of the release
 * @param revision the new version's revision
 */
public record RolloutState(
    String phase,
    String reason,
    int step,
    int nextStep,
    String stepState,
    String finalisingStep,
    String message,
    String rolloutId,
    String revision) {
  /** There is no such Rollout, or it has no status yet. */
  public static final RolloutState NONE = new RolloutState("", "", 0, 0, "", "", "", "", "");

  /**
   * What a Rollout's status says.
   *
   * @param rollout read from the API server
   * @return the state
   */
  public static RolloutState of(Rollout rollout) {
    return States.of(Json.tree(rollout));
  }

  /**
   * Whether a release is under way, in its steps.
   *
   * @return whether the phase is Progressing, for the reason InRolling
   */
  public boolean rolling() {
    return phase.equals("Progressing") && reason.equals("InRolling");
  }

  /**
   * Whether a step is in a state, of a release that is under way.
   *
   * @param index the step, 1-based
   * @param state such as "StepPaused"
   * @return whether it is so
   */
  public boolean isAt(int index, String state) {
    return rolling() && step == index && stepState.equals(state);
  }

  /**
   * Where it is.
   *
   * @return such as "step 1 StepPaused" while it is rolling, else such as "Progressing
   *     Initializing" or "Healthy"; "none" without a status
   */
  public String brief() {
    if (phase.isEmpty()) {
      return "none";
    }
    if (rolling()) {
      return step == 0 ? phase + " " + reason : "step " + step + " " + stepState;
    }
    if (!phase.equals("Progressing")) {
      return phase;
    }
    return finalisingStep.isEmpty()
        ? phase + " " + reason
        : phase + " " + reason + " " + finalisingStep;
  }

  @Override
  public String toString() {
    return brief()
        + (rolloutId.isEmpty() ? "" : " of " + rolloutId)
        + (message.isEmpty() ? "" : " \"" + message + '"');
  }
}
