// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.model.BatchReleasePhase;
import io.kruise.rollouts.model.BatchState;
import io.kruise.rollouts.testkit.internal.batch.release.BatchProgress;
import io.kruise.rollouts.testkit.internal.batch.release.Outcome;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.ReleaseStatus;
import io.kruise.rollouts.testkit.internal.batch.release.StyleControl;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ReleasePlanHash;
import java.time.Duration;
import java.util.Map;

/**
 * The state machine of a BatchRelease: one pass goes at most one state on
 * (batchrelease_executor.go).
 */
final class BatchExecutor {
  /** DefaultDuration: how long after each step on the next one comes. */
  private static final Duration POLL = Duration.ofSeconds(2);

  /** What a state does. */
  @FunctionalInterface
  private interface Turn {
    Outcome take(Pass pass, StyleControl control);
  }

  /** executeBatchReleasePlan. */
  private static final Map<BatchReleasePhase, Turn> PHASES =
      Map.of(
          BatchReleasePhase.UNKNOWN, BatchExecutor::prepare,
          BatchReleasePhase.PREPARING, BatchExecutor::prepare,
          BatchReleasePhase.PROGRESSING, BatchExecutor::progress,
          BatchReleasePhase.FINALIZING, BatchExecutor::windUp,
          BatchReleasePhase.COMPLETED, (pass, control) -> Outcome.done());

  /** progressBatches. */
  private static final Map<BatchState, Turn> BATCH_STATES =
      Map.of(
          BatchState.UNKNOWN, BatchExecutor::upgrade,
          BatchState.UPGRADING, BatchExecutor::upgrade,
          BatchState.VERIFYING, BatchExecutor::verify,
          BatchState.READY, BatchExecutor::checkAndGoOn);

  private BatchExecutor() {}

  /** One pass (Do, without the choice of the style). */
  static void execute(Pass pass, StyleControl control) {
    if (syncStatus(pass, control)) {
      return;
    }
    BatchReleasePhase phase = BatchReleasePhase.of(pass.status().phase());
    Outcome outcome = PHASES.getOrDefault(phase, BatchExecutor::prepare).take(pass, control);
    if (!outcome.isDone()) {
      pass.step().trouble("do-release: Internal error: " + outcome.reason());
    }
  }

  /**
   * Brings the status up to date before anything is done (syncStatusBeforeExecuting).
   *
   * @return whether the pass ends here: a changed status is stored before it is acted on
   */
  private static boolean syncStatus(Pass pass, StyleControl control) {
    ReleaseStatus status = pass.status();
    JsonNode plan = Json.at(pass.release().object(), "spec", "releasePlan");
    String planHash = pass.world().derived(plan, ReleasePlanHash.OF);
    Look look = new Look(pass.release(), planHash, status, control.look());
    boolean stops = SpecialCases.apply(look);
    refresh(look);
    if (!status.sameAs(pass.release().status())) {
      pass.step().recheck(POLL);
      return true;
    }
    return stops;
  }

  /** refreshStatus. */
  private static void refresh(Look look) {
    look.observation()
        .workload()
        .ifPresent(
            workload ->
                look.status()
                    .batch()
                    .noteUpdated(
                        workload.status().updatedReplicas(),
                        workload.status().updatedReadyReplicas()));
    if (look.status().observedPlanHash().isEmpty()) {
      look.status().notePlan(look.planHash());
    }
    look.status().noteRolloutId(look.release().rolloutId());
  }

  private static Outcome prepare(Pass pass, StyleControl control) {
    pass.status().enter(BatchReleasePhase.PREPARING);
    Outcome outcome = control.initialize();
    if (outcome.isDone()) {
      pass.status().enter(BatchReleasePhase.PROGRESSING);
      pass.step().recheck(POLL);
    }
    return outcome;
  }

  private static Outcome progress(Pass pass, StyleControl control) {
    BatchState state = pass.status().batch().state();
    return BATCH_STATES.getOrDefault(state, BatchExecutor::upgrade).take(pass, control);
  }

  private static Outcome windUp(Pass pass, StyleControl control) {
    Outcome outcome = control.windUp();
    if (outcome.isDone()) {
      pass.status().enter(BatchReleasePhase.COMPLETED);
    }
    return outcome;
  }

  private static Outcome upgrade(Pass pass, StyleControl control) {
    pass.status().batch().enter(BatchState.UPGRADING);
    Outcome outcome = control.upgradeBatch();
    if (outcome.isDone()) {
      pass.status().explainNothing();
      pass.status().batch().enter(BatchState.VERIFYING);
      pass.step().recheck(POLL);
    } else if (outcome.kind() == Outcome.Kind.BAD_REQUEST) {
      pass.status().explain(outcome.reason(), pass.now());
    }
    return outcome;
  }

  private static Outcome verify(Pass pass, StyleControl control) {
    Outcome outcome = control.checkBatch();
    if (outcome.isDone()) {
      pass.status().batch().ready(pass.now());
      pass.step().recheck(POLL);
    } else {
      pass.status().batch().enter(BatchState.UPGRADING);
    }
    return outcome;
  }

  private static Outcome checkAndGoOn(Pass pass, StyleControl control) {
    BatchProgress batch = pass.status().batch();
    Outcome outcome = control.checkBatch();
    if (!outcome.isDone()) {
      batch.restart();
      return outcome;
    }
    Integer last = pass.release().batchPartition();
    if (last == null || last > batch.index()) {
      // moveToNextBatch
      batch.goTo(batch.index() + 1);
      batch.enter(BatchState.UPGRADING);
      pass.step().recheck(POLL);
    }
    return outcome;
  }
}
