// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static io.kruise.rollouts.model.StepState.BEFORE_STEP_UPGRADE;
import static io.kruise.rollouts.model.StepState.COMPLETED;
import static io.kruise.rollouts.model.StepState.STEP_METRICS_ANALYSIS;
import static io.kruise.rollouts.model.StepState.STEP_PAUSED;
import static io.kruise.rollouts.model.StepState.STEP_READY;
import static io.kruise.rollouts.model.StepState.STEP_TRAFFIC_ROUTING;
import static io.kruise.rollouts.model.StepState.STEP_UPGRADE;

import java.util.List;

/**
 * The steps of the partition and canary styles: the switch of upstream's runCanary
 * (rollout_canary.go). States that have no row, such as Completed or one that a client made up:
 * nothing.
 */
final class CanarySteps {
  private CanarySteps() {}

  static List<StepRow> table(StepWork work) {
    return List.of(
        // case CanaryStepStateInit, without traffic of its own
        StepRow.of(BEFORE_STEP_UPGRADE, StepWork::nothing, STEP_UPGRADE)
            .when(StepWork::keepsTraffic)
            .untouched(),
        // case CanaryStepStateInit: RestoreStableService, PatchStableService
        StepRow.of(BEFORE_STEP_UPGRADE, work::prepareStableService, STEP_UPGRADE).andGoesOn(),
        // case CanaryStepStateUpgrade: doCanaryUpgrade; no old pods are left to route to
        StepRow.of(STEP_UPGRADE, StepWork::upgrade, STEP_METRICS_ANALYSIS)
            .when(StepWork::replacesAllPods),
        // case CanaryStepStateUpgrade: doCanaryUpgrade
        StepRow.of(STEP_UPGRADE, StepWork::upgrade, STEP_TRAFFIC_ROUTING),
        // case CanaryStepStateTrafficRouting: DoTrafficRouting
        StepRow.of(STEP_TRAFFIC_ROUTING, work::routeTraffic, STEP_METRICS_ANALYSIS),
        // case CanaryStepStateMetricsAnalysis: doCanaryMetricsAnalysis, which is empty
        StepRow.of(STEP_METRICS_ANALYSIS, StepWork::nothing, STEP_PAUSED).untouched(),
        // case CanaryStepStatePaused: doCanaryPaused, the last step of "100%" needs no approval
        StepRow.of(STEP_PAUSED, StepWork::nothing, STEP_READY).when(StepWork::isWholeLastStep),
        // case CanaryStepStatePaused: doCanaryPaused
        StepRow.of(STEP_PAUSED, StepWork::pause, STEP_READY),
        // case CanaryStepStateReady
        StepRow.of(STEP_READY, StepWork::beginNext, BEFORE_STEP_UPGRADE).when(StepWork::hasNext),
        // case CanaryStepStateReady, after the last step
        StepRow.of(STEP_READY, StepWork::nothing, COMPLETED));
  }
}
