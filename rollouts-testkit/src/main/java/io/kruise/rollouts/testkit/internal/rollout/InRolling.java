// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What is done with reason InRolling: upstream's doProgressingInRolling (rollout_progressing.go).
 * The first case that holds is dealt with; the cases look at the stored status, not at the new one.
 */
final class InRolling {

  private record Case(Predicate<Pass> when, Consumer<Pass> then) {}

  private final List<Case> cases;

  InRolling(Traffic traffic) {
    ContinuousRelease continuous = new ContinuousRelease(traffic);
    StepMachine machine = new StepMachine(traffic);
    cases =
        List.of(
            // isRollingBackDirectly, handleRollbackDirectly
            new Case(pass -> rollsBack(pass) && !inBatches(pass), InRolling::cancel),
            // isRolloutPaused, handleRolloutPaused
            new Case(pass -> pass.plan().paused(), InRolling::pause),
            // isRollingBackInBatches, handleRollbackInBatches
            new Case(InRolling::rollsBack, InRolling::startOver),
            // isContinuousRelease, handleContinuousRelease
            new Case(InRolling::otherRevision, continuous::run),
            // isRolloutPlanChanged, handleRolloutPlanChanged
            new Case(PlanChange::isThere, PlanChange::follow),
            // handleNormalRolling, all steps done
            new Case(pass -> completed(pass), InRolling::finish),
            // handleNormalRolling, runCanary. CheckNextBatchIndexWithCorrect comes before it and
            // corrects what is thrown away afterwards.
            new Case(pass -> true, machine::run));
  }

  void run(Pass pass) {
    cases.stream()
        .filter(each -> each.when().test(pass))
        .findFirst()
        .ifPresent(each -> each.then().accept(pass));
  }

  private static boolean rollsBack(Pass pass) {
    Workload workload = pass.requireWorkload();
    return workload.rollback()
        && !workload.revision().equals(pass.before().requireSub().revision());
  }

  private static boolean otherRevision(Pass pass) {
    Workload workload = pass.requireWorkload();
    String known = pass.before().requireSub().revision();
    return !known.isEmpty() && !workload.revision().equals(known) && !workload.rollback();
  }

  /** IsRollbackInBatchPolicy (pkg/util/rollout_utils.go). */
  private static boolean inBatches(Pass pass) {
    JsonNode kind = pass.plan().workloadRef().path("kind");
    boolean capable =
        kind.asText().equals("StatefulSet")
            || kind.asText().equals("CloneSet")
            || Meta.label(pass.requireWorkload().object(), RolloutLabels.WORKLOAD_TYPE)
                .equalsIgnoreCase("StatefulSet");
    return !pass.plan().hasTrafficRoutings()
        && capable
        && Meta.annotation(pass.rollout(), RolloutAnnotations.ROLLBACK_IN_BATCH).equals("true");
  }

  private static void cancel(Pass pass) {
    pass.status().requireSub().revision(pass.requireWorkload().revision());
    pass.event("workload has been rollback, then rollout is canceled");
    pass.progress(
        Condition.TRUE,
        ProgressingReason.CANCELLING,
        "The workload has been rolled back and the rollout process will be cancelled");
  }

  private static void pause(Pass pass) {
    pass.progress(
        Condition.TRUE,
        ProgressingReason.PAUSED,
        "Rollout has been paused, you can resume it by kube-cli");
  }

  private static void startOver(Pass pass) {
    pass.status()
        .requireSub()
        .index(1, pass.plan().nextAfter(1))
        .revision(pass.requireWorkload().revision())
        .state(StepState.BEFORE_STEP_UPGRADE)
        .lastUpdateTime(pass.now())
        .rolloutHash(pass.hash());
  }

  private static boolean completed(Pass pass) {
    return pass.status().requireSub().state() == StepState.COMPLETED;
  }

  private static void finish(Pass pass) {
    pass.progress(
        Condition.TRUE,
        ProgressingReason.FINALISING,
        "Rollout has been completed and some closing work is being done");
  }
}
