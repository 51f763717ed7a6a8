// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.Refusal;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.verb.JsonPatch;
import io.kruise.rollouts.client.internal.verb.Move;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepPosition;

/**
 * Goes to another step. The controller jumps when {@code nextStepIndex} is within the plan and not
 * the natural one, in any state of the step; its own status write may take the wish with it, and
 * then it is written again. Source: upstream rollout_canary.go, doCanaryJump.
 */
final class JumpVerb extends BoundVerb {
  private final int target;

  JumpVerb(RolloutRef ref, ReleaseMatch release, int target) {
    super(ref, release, Preconditions.Deed.JUMP, "the jump to step " + target);
    this.target = target;
  }

  @Override
  Move<RolloutView> applied(RolloutView view) {
    StepPosition position = view.position();
    if (!view.inPlan(target)) {
      return refuse(Refusal.STEP_OUTSIDE_PLAN, "the plan has " + view.plan().size() + " steps");
    }
    if (position.stepIndex() == target) {
      return new Move.Done<>(view);
    }
    if (position.stepIndex() + 1 == target) {
      return refuse(Refusal.STEP_IS_NEXT, view.summary());
    }
    if (position.nextStepIndex() == target) {
      return new Move.Wait<>("the controller to go to step " + target);
    }
    boolean blueGreen = view.style() == RolloutView.Style.BLUE_GREEN;
    String status = blueGreen ? "/status/blueGreenStatus" : "/status/canaryStatus";
    JsonPatch patch =
        JsonPatch.on(view.uid())
            .test(status + "/currentStepIndex", position.stepIndex())
            .test(status + (blueGreen ? "/updatedRevision" : "/canaryRevision"), view.revision())
            .set(status + "/nextStepIndex", target);
    return new Move.Write<>(Move.Target.ROLLOUT_STATUS, patch.operations());
  }
}
