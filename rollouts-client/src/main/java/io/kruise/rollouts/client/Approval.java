// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.RolloutView;
import java.util.Optional;

/**
 * A confirmed approval: the step was seen to be left.
 *
 * @param stepIndex the step, 1-based
 * @param writes how many writes were sent: 0 when the release had passed the step already, or
 *     somebody else approved it; more than 1 when the controller overwrote one, or an answer was
 *     lost
 * @param view the Rollout as it was last seen
 * @param unrecorded why its {@link Signature} could not be kept; empty when it was, or none was
 *     given
 */
public record Approval(int stepIndex, int writes, RolloutView view, Optional<String> unrecorded) {

  /** Checks that all parts are there. */
  public Approval {
    requireNonNull(view, "view");
    requireNonNull(unrecorded, "unrecorded");
  }

  /**
   * An approval of which nothing is missing in the records.
   *
   * @param stepIndex the step, 1-based
   * @param writes how many writes were sent
   * @param view the Rollout as it was last seen
   */
  public Approval(int stepIndex, int writes, RolloutView view) {
    this(stepIndex, writes, view, Optional.empty());
  }

  /**
   * The same approval, whose signature could not be kept.
   *
   * @param why why not
   * @return a copy
   */
  public Approval unrecorded(String why) {
    return new Approval(stepIndex, writes, view, Optional.of(why));
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
