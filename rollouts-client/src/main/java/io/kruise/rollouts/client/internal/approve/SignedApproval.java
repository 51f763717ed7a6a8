// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.Signature;
import io.kruise.rollouts.client.internal.follow.Flow;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.internal.ledger.Entry;
import io.kruise.rollouts.client.internal.ledger.Ledger;
import io.kruise.rollouts.client.time.WaitClock;
import java.util.concurrent.CompletableFuture;

/**
 * An approval in somebody's name: approved first, then written down. An approval that can't be
 * written down is confirmed all the same, and says so.
 */
public final class SignedApproval {
  private SignedApproval() {}

  /**
   * Approves, in somebody's name where the options have one.
   *
   * @param hands the calls and watches
   * @param clock the time
   * @param ref which Rollout
   * @param options which step, and in whose name
   * @return the approval
   */
  public static CompletableFuture<Approval> start(
      Hands hands, WaitClock clock, RolloutRef ref, ApproveOptions options) {
    CompletableFuture<Approval> approved =
        ApproveRun.start(hands.rollouts(), clock, hands.feeds(), ref, options);
    if (options.signature().isEmpty()) {
      return approved;
    }
    Flow flow = new Flow(clock);
    Signature signature = options.signature().get();
    return flow.then(
        approved,
        approval ->
            approval.writes() == 0 // somebody else's
                ? CompletableFuture.completedFuture(approval)
                : flow.then(
                    Ledger.write(flow, hands.rollouts(), ref, entry(approval, signature, clock)),
                    trouble ->
                        CompletableFuture.completedFuture(
                            trouble.map(approval::unrecorded).orElse(approval))));
  }

  private static Entry entry(Approval approval, Signature signature, WaitClock clock) {
    String rolloutId = approval.view().rolloutId();
    return new Entry(
        "step-" + approval.stepIndex(),
        signature,
        rolloutId,
        "Normal",
        "StepApproved",
        "step " + approval.stepIndex() + " of release " + rolloutId + " approved",
        clock.now());
  }
}
