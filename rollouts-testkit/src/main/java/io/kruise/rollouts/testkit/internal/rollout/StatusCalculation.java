// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import io.kruise.rollouts.model.ConditionType;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.model.TerminatingReason;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.Optional;

/**
 * The part of the new status that follows from Rollout and workload as they are, whatever the
 * release is at: upstream's calculateRolloutStatus (rollout_status.go).
 */
final class StatusCalculation {
  private StatusCalculation() {}

  /**
   * Calculates it.
   *
   * @param pass gets it
   * @return whether the pass may go on; if not, nothing at all is written to the status
   */
  static boolean run(Pass pass) {
    Housekeeping.planHash(pass);
    StatusDraft status = pass.status();
    status.observedGeneration(Meta.generation(pass.rollout()));
    if (Meta.deleting(pass.rollout())) {
      terminate(pass);
      return true;
    }
    if (pass.plan().disabled()) {
      disable(status);
    }
    if (!status.hasPhase()) {
      status.phase(RolloutPhase.INITIAL);
    }
    Optional<Workload> workload = pass.workload();
    if (workload.isEmpty()) {
      if (!pass.plan().disabled()) {
        forget(pass);
      }
      return true;
    }
    if (!workload.get().consistent()) {
      return false;
    }
    observe(status, workload.get());
    advance(pass, workload.get());
    return true;
  }

  private static void terminate(Pass pass) {
    if (pass.status().phase() != RolloutPhase.TERMINATING) {
      pass.status().phase(RolloutPhase.TERMINATING);
      pass.status()
          .set(
              Condition.make(
                  ConditionType.TERMINATING,
                  Condition.TRUE,
                  TerminatingReason.IN_TERMINATING.value(),
                  "Rollout is in terminating",
                  pass.now()));
    }
  }

  private static void disable(StatusDraft status) {
    if (status.phase() == RolloutPhase.PROGRESSING) {
      status.phase(RolloutPhase.DISABLING);
      status.message("Disabling rollout, release resources");
    } else if (status.phase() != RolloutPhase.DISABLED
        && status.phase() != RolloutPhase.DISABLING) {
      status.phase(RolloutPhase.DISABLED);
      status.message("Rollout is disabled");
    }
  }

  /** Without its workload a Rollout forgets all that it knew, in the midst of a release, too. */
  private static void forget(Pass pass) {
    pass.resetStatus();
    pass.status().observedGeneration(Meta.generation(pass.rollout()));
    pass.status().phase(RolloutPhase.INITIAL);
    pass.status().message("Workload Not Found");
  }

  /** In every phase: as long as the revision is the known one, its id and generation are taken. */
  private static void observe(StatusDraft status, Workload workload) {
    SubStatus sub = status.sub();
    if (sub != null && !sub.revision().isEmpty() && sub.revision().equals(workload.revision())) {
      sub.observed(workload.rolloutId(), Meta.generation(workload.object()));
    }
  }

  private static void advance(Pass pass, Workload workload) {
    StatusDraft status = pass.status();
    switch (status.phase()) {
      case INITIAL -> healthy(status);
      case HEALTHY -> {
        if (workload.progressing()) {
          begin(pass);
        } else if (status.sub() == null) {
          fill(pass, workload);
        }
      }
      case DISABLED -> {
        if (!pass.plan().disabled()) {
          healthy(status);
        }
      }
      default -> {
        // the other phases are left by what is done in them
      }
    }
  }

  private static void healthy(StatusDraft status) {
    status.phase(RolloutPhase.HEALTHY);
    status.message("rollout is healthy");
  }

  private static void begin(Pass pass) {
    pass.status().phase(RolloutPhase.PROGRESSING);
    pass.status()
        .set(
            Condition.make(
                ConditionType.PROGRESSING,
                Condition.TRUE,
                ProgressingReason.INITIALIZING.value(),
                "Rollout is in Progressing",
                pass.now()));
    pass.status().removeCondition(ConditionType.SUCCEEDED);
  }

  /** The first deployment counts as a finished release. */
  private static void fill(Pass pass, Workload workload) {
    int last = pass.plan().size();
    pass.status()
        .sub(
            SubStatus.empty(pass.plan().kind())
                .observed(workload.rolloutId(), Meta.generation(workload.object()))
                .podTemplateHash(workload.podTemplateHash())
                .stableRevision(workload.stableRevision())
                .index(last, pass.plan().nextAfter(last))
                .state(StepState.COMPLETED)
                .rolloutHash(pass.hash())
                .revision(workload.revision()));
    pass.status().message("workload deployment is completed");
  }
}
