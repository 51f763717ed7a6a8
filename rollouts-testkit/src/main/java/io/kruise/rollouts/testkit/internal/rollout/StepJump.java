// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import io.kruise.rollouts.model.StepState;

/** A jump to another step than the next, wanted by who writes nextStepIndex. */
final class StepJump {
  private StepJump() {}

  /**
   * DoStepJump (rollout_status.go). A next step that is none, such as 0 or one beyond the last, is
   * no jump and stays as written.
   *
   * @return whether there was one
   */
  static boolean jump(Pass pass) {
    SubStatus sub = pass.status().requireSub();
    Plan plan = pass.plan();
    int next = sub.next();
    if (next == plan.nextAfter(sub.index()) || next < 1 || next > plan.size()) {
      return false;
    }
    boolean upgraded =
        plan.replicas(plan.step(next), pass.requireWorkload().replicas()) == sub.updatedReplicas();
    sub.index(next, plan.nextAfter(next))
        .state(upgraded ? StepState.STEP_TRAFFIC_ROUTING : StepState.BEFORE_STEP_UPGRADE)
        .lastUpdateTime(pass.now());
    return true;
  }
}
