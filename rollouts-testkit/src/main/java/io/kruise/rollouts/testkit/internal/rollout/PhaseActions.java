// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import io.kruise.rollouts.model.ConditionType;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.TerminatingReason;

/**
 * What is done in a phase: the stored one, not the one that the pass has just come to, so that a
 * new phase takes effect in the next pass (Reconcile in rollout_controller.go).
 */
final class PhaseActions {
  private final ProgressingReasons reasons;
  private final Finalising finalising;

  PhaseActions(Traffic traffic) {
    finalising = new Finalising(traffic);
    reasons = new ProgressingReasons(traffic, finalising);
  }

  void run(Pass pass) {
    switch (pass.before().phase()) {
      case PROGRESSING -> reasons.run(pass);
      case TERMINATING -> terminate(pass);
      case DISABLING -> disable(pass);
      default -> {
        // the other phases only follow from what StatusCalculation sees
      }
    }
  }

  /** ReconcileRolloutTerminating (rollout_status.go). */
  private void terminate(Pass pass) {
    Condition terminating =
        pass.before()
            .condition(ConditionType.TERMINATING)
            .orElseThrow(() -> new PassFailedException("panic: no condition Terminating"));
    if (terminating.reason().equals(TerminatingReason.COMPLETED.value())) {
      return;
    }
    if (finalising.run(pass, FinalisingTasks.Reason.DELETED)) {
      pass.status()
          .set(
              terminating.saying(
                  Condition.FALSE, TerminatingReason.COMPLETED.value(), terminating.message()));
    } else {
      pass.recheck();
    }
  }

  /** ReconcileRolloutDisabling (rollout_status.go). */
  private void disable(Pass pass) {
    if (finalising.run(pass, FinalisingTasks.Reason.DISABLED)) {
      pass.status().phase(RolloutPhase.DISABLED);
      pass.status().message("Rollout is disabled");
    } else {
      pass.recheck();
    }
  }
}
