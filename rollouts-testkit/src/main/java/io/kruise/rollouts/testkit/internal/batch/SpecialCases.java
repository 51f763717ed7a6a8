// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import io.kruise.rollouts.model.BatchReleasePhase;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadEvent;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The cases in which a pass does not just go on with the plan, in the order in which they are
 * judged; the first that holds counts (batchrelease_status.go, syncStatusBeforeExecuting).
 */
final class SpecialCases {

  /**
   * A case.
   *
   * @param upstream the function that judges it there
   * @param holds whether it is the case
   * @param then what is noted in the status
   * @param stops whether the pass ends then
   */
  private record Row(String upstream, Predicate<Look> holds, Consumer<Look> then, boolean stops) {}

  private static final List<Row> ROWS =
      List.of(
          stopping("isPlanCompleted", look -> look.was(BatchReleasePhase.COMPLETED)),
          noting(
              "isPlanFinalizing",
              Look::planFinalizing,
              look -> look.status().enter(BatchReleasePhase.FINALIZING)),
          noting("isPlanChanged", Look::planChanged, Look::recalculate),
          noting("isPlanUnhealthy", Look::planUnhealthy, look -> look.status().restart()),
          noting(
              "isWorkloadGone",
              Look::workloadGone,
              look -> look.status().enter(BatchReleasePhase.FINALIZING)),
          noting(
              "isWorkloadScaling",
              look -> look.progressing() && look.saw(WorkloadEvent.REPLICAS_CHANGED),
              look -> {
                look.status().batch().restart();
                look.status().noteReplicas(look.workload().replicas());
              }),
          new Row(
              "isWorkloadRevisionChanged",
              look -> look.progressing() && look.saw(WorkloadEvent.POD_TEMPLATE_CHANGED),
              SpecialCases::noteRevision,
              true),
          stopping("isWorkloadUnstable", look -> look.saw(WorkloadEvent.STILL_RECONCILING)),
          noting(
              "isWorkloadRollbackInBatch, isRollbackInBatchSatisfied",
              look -> look.rollsBackInBatch() && look.rollbackSatisfied(),
              look -> {
                look.status().enter(BatchReleasePhase.PREPARING);
                look.status().batch().restart();
                noteRevision(look);
              }),
          stopping("isWorkloadRollbackInBatch", Look::rollsBackInBatch));

  private SpecialCases() {}

  /**
   * Notes in the status what follows from the case that the pass is in, if it is in one.
   *
   * @return whether the pass ends then
   */
  static boolean apply(Look look) {
    for (Row row : ROWS) {
      if (row.holds().test(look)) {
        row.then().accept(look);
        return row.stops();
      }
    }
    return false;
  }

  private static Row noting(String upstream, Predicate<Look> holds, Consumer<Look> then) {
    return new Row(upstream, holds, then, false);
  }

  private static Row stopping(String upstream, Predicate<Look> holds) {
    return new Row(upstream, holds, look -> {}, true);
  }

  private static void noteRevision(Look look) {
    look.status().noteUpdateRevision(look.workload().status().updateRevision());
  }
}
