// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.RolloutView;

/**
 * A confirmed approval: the step was seen to be left.
 *
 * @param stepIndex the step, 1-based
 * @param writes how many writes were sent: 0 when the release had passed the step already, or
 *     somebody else approved it; more than 1 when the controller overwrote one, or an answer was
 *     lost
 * @param view the Rollout as it was last seen
 */
public record Approval(int stepIndex, int writes, RolloutView view) {

  /** Checks that the view is there. */
  public Approval {
    requireNonNull(view, "view");
  }

  @Override
  public String toString() {
    return "step "
        + stepIndex
        + " approved ("
        + writes
        + (writes == 1 ? " write" : " writes")
        + "), now "
        + view.summary();
  }
}
