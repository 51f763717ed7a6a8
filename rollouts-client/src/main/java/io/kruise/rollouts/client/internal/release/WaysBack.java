// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.Refusal;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.Signature;
import io.kruise.rollouts.client.VerbRefusedException;
import io.kruise.rollouts.client.internal.follow.Flow;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.internal.ledger.Entry;
import io.kruise.rollouts.client.internal.ledger.Ledger;
import io.kruise.rollouts.client.internal.verb.VerbRun;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.client.time.WaitClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What takes a release back. Immutable, thread-safe. */
public final class WaysBack {
  private final Hands hands;
  private final WaitClock clock;
  private final RolloutRef ref;

  WaysBack(Hands hands, WaitClock clock, RolloutRef ref) {
    this.hands = hands;
    this.clock = clock;
    this.ref = ref;
  }

  /**
   * Goes back to the revision before a release.
   *
   * @param rolloutId which release
   * @param bound how long it may take at most
   * @return how it got there
   */
  public CompletableFuture<Rollback> rollback(String rolloutId, Duration bound) {
    Flow flow = new Flow(clock);
    Reads reads = new Reads(hands, flow, ref);
    return flow.then(
        reads.both(),
        both -> {
          if (both.workload().isEmpty()) {
            return refused(rolloutId, Refusal.WORKLOAD_NOT_FOUND, both.view());
          }
          WorkloadView workload = both.workload().get();
          if (!workload.rolloutId().equals(Optional.of(rolloutId))) {
            return refused(rolloutId, Refusal.OTHER_RELEASE, both.view());
          }
          return flow.then(
              reads.revisions(workload),
              kept ->
                  Revisions.before(workload, both.view(), rolloutId, kept)
                      .map(
                          back ->
                              VerbRun.start(
                                  hands, clock, ref, new RollbackVerb(ref, rolloutId, back), bound))
                      .orElseGet(
                          () -> refused(rolloutId, Refusal.STABLE_REVISION_UNKNOWN, both.view())));
        });
  }

  /**
   * Writes down that a release is rejected, and takes it back.
   *
   * @param rolloutId which release
   * @param by who, and why
   * @param bound how long it may take at most
   * @return how it got back
   */
  public CompletableFuture<Rollback> reject(String rolloutId, Signature by, Duration bound) {
    Flow flow = new Flow(clock);
    return flow.then(
        new Reads(hands, flow, ref).both(),
        both ->
            both.workload().flatMap(WorkloadView::rolloutId).equals(Optional.of(rolloutId))
                ? flow.then(
                    Ledger.write(flow, hands.rollouts(), ref, rejection(rolloutId, by)),
                    trouble ->
                        flow.then(
                            rollback(rolloutId, bound),
                            back ->
                                CompletableFuture.completedFuture(
                                    trouble.map(back::unrecorded).orElse(back))))
                : refused(rolloutId, Refusal.OTHER_RELEASE, both.view()));
  }

  private Entry rejection(String rolloutId, Signature by) {
    return new Entry(
        "rejected",
        by,
        rolloutId,
        "Warning",
        "ReleaseRejected",
        "release " + rolloutId + " rejected",
        clock.now());
  }

  private CompletableFuture<Rollback> refused(String rolloutId, Refusal refusal, RolloutView view) {
    return CompletableFuture.failedFuture(
        new VerbRefusedException(
            ref, "the rollback of release " + rolloutId, refusal, view.summary()));
  }
}
