// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static io.kruise.rollouts.model.ProgressingReason.CANCELLING;
import static io.kruise.rollouts.model.ProgressingReason.COMPLETED;
import static io.kruise.rollouts.model.ProgressingReason.FINALISING;
import static io.kruise.rollouts.model.ProgressingReason.INITIALIZING;
import static io.kruise.rollouts.model.ProgressingReason.IN_ROLLING;
import static io.kruise.rollouts.model.ProgressingReason.PAUSED;

import io.kruise.rollouts.model.ConditionType;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is done in phase Progressing, by the reason of the condition Progressing: the switch of
 * upstream's reconcileRolloutProgressing (rollout_progressing.go). Any other reason: nothing.
 */
final class ProgressingReasons {

  private record Row(ProgressingReason reason, Consumer<Pass> action) {}

  private final List<Row> table;

  ProgressingReasons(Traffic traffic, Finalising finalising) {
    Initializing initializing = new Initializing(traffic);
    InRolling inRolling = new InRolling(traffic);
    table =
        List.of(
            // doProgressingInitializing; then IN_ROLLING
            new Row(INITIALIZING, initializing::run),
            // doProgressingInRolling; then IN_ROLLING, PAUSED, CANCELLING, FINALISING, INITIALIZING
            new Row(IN_ROLLING, inRolling::run),
            // doFinalising with reason Success; then COMPLETED
            new Row(FINALISING, pass -> finish(finalising, pass)),
            // IN_ROLLING, as soon as spec.strategy.paused is false
            new Row(PAUSED, ProgressingReasons::resume),
            // doFinalising with reason Rollback; then COMPLETED
            new Row(CANCELLING, pass -> cancel(finalising, pass)),
            // phase Healthy
            new Row(COMPLETED, pass -> pass.status().phase(RolloutPhase.HEALTHY)));
  }

  /** Without a workload, or with one whose status lags behind, nothing is done. */
  void run(Pass pass) {
    if (pass.workload().filter(Workload::consistent).isEmpty()) {
      return;
    }
    Condition progressing =
        pass.before()
            .condition(ConditionType.PROGRESSING)
            .orElseThrow(() -> new PassFailedException("panic: no condition Progressing"));
    ProgressingReason reason = ProgressingReason.of(progressing.reason());
    table.stream()
        .filter(row -> row.reason() == reason)
        .findFirst()
        .ifPresent(row -> row.action().accept(pass));
  }

  private static void finish(Finalising finalising, Pass pass) {
    if (finalising.run(pass, FinalisingTasks.Reason.SUCCESS)) {
      pass.progress(Condition.FALSE, COMPLETED, "Rollout progressing has been completed");
      succeeded(pass, Condition.TRUE);
    } else {
      pass.recheck();
    }
  }

  /** The message of the pause stays, as upstream gives no other. */
  private static void resume(Pass pass) {
    if (!pass.plan().paused()) {
      pass.progress(Condition.TRUE, IN_ROLLING, "");
    }
  }

  private static void cancel(Finalising finalising, Pass pass) {
    if (finalising.run(pass, FinalisingTasks.Reason.ROLLBACK)) {
      pass.progress(Condition.FALSE, COMPLETED, "Rollout progressing has been cancelled");
      succeeded(pass, Condition.FALSE);
    } else {
      pass.recheck();
    }
  }

  /** SetRolloutSucceededCondition. */
  private static void succeeded(Pass pass, String status) {
    pass.status()
        .set(
            pass.status()
                .condition(ConditionType.SUCCEEDED)
                .map(each -> each.saying(status, each.reason(), each.message()))
                .orElseGet(
                    () -> Condition.make(ConditionType.SUCCEEDED, status, "", "", pass.now())));
  }
}
