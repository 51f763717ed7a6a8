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
 * The steps of the blue-green style: the switch of upstream's runCanary (rollout_bluegreen.go).
 * States that have no row: nothing.
 */
final class BlueGreenSteps {
  private BlueGreenSteps() {}

  static List<StepRow> table(StepWork work) {
    return List.of(
        // case CanaryStepStateInit, without traffic of its own
        StepRow.of(BEFORE_STEP_UPGRADE, StepWork::nothing, STEP_UPGRADE)
            .when(StepWork::keepsTraffic)
            .andGoesOn(),
        // case CanaryStepStateInit: PatchStableService
        StepRow.of(BEFORE_STEP_UPGRADE, work::patchStableService, STEP_UPGRADE).andGoesOn(),
        // case CanaryStepStateUpgrade: doCanaryUpgrade
        StepRow.of(STEP_UPGRADE, StepWork::upgrade, STEP_TRAFFIC_ROUTING),
        // case CanaryStepStateTrafficRouting: DoTrafficRouting
        StepRow.of(STEP_TRAFFIC_ROUTING, work::routeTraffic, STEP_METRICS_ANALYSIS),
        // case CanaryStepStateMetricsAnalysis: doCanaryMetricsAnalysis, which is empty
        StepRow.of(STEP_METRICS_ANALYSIS, StepWork::nothing, STEP_PAUSED).untouched(),
        // case CanaryStepStatePaused: doCanaryPaused
        StepRow.of(STEP_PAUSED, StepWork::pause, STEP_READY),
        // case CanaryStepStateReady
        StepRow.of(STEP_READY, StepWork::beginNext, BEFORE_STEP_UPGRADE).when(StepWork::hasNext),
        // case CanaryStepStateReady, after the last step
        StepRow.of(STEP_READY, StepWork::nothing, COMPLETED));
  }
}
