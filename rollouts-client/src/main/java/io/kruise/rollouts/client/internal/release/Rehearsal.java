// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.follow.Flow;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.internal.verb.Move;
import io.kruise.rollouts.client.internal.verb.Sight;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.release.DryRun;
import io.kruise.rollouts.client.release.Preflight;
import io.kruise.rollouts.client.time.WaitClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The start of a release as a dry run: the very write that would start it, which the API server
 * hands to the webhooks and does not keep. Kruise's webhooks have no side effects
 * (config/webhook/manifests.yaml), so they are asked as well.
 */
final class Rehearsal {
  /** When somebody else writes to the workload at the same time, it is read again. */
  private static final int ATTEMPTS = 3;

  private final Hands hands;
  private final Flow flow;
  private final Reads reads;
  private final RolloutRef ref;
  private final StartVerb start;

  Rehearsal(Hands hands, WaitClock clock, RolloutRef ref, StartVerb start) {
    this.hands = hands;
    this.flow = new Flow(clock);
    this.reads = new Reads(hands, flow, ref);
    this.ref = ref;
    this.start = start;
  }

  CompletableFuture<DryRun> run() {
    return run(ATTEMPTS);
  }

  private CompletableFuture<DryRun> run(int attempts) {
    return flow.then(reads.both(), both -> run(both, attempts));
  }

  private CompletableFuture<DryRun> run(Reads.Both both, int attempts) {
    Sight sight = sight(both);
    if (!(start.next(sight) instanceof Move.Write<WorkloadView> write)) {
      return CompletableFuture.completedFuture(asItStands(sight));
    }
    Map<String, Object> before = sight.work().orElseThrow().template();
    return flow.after(
        hands.workloads().rehearse(ref.namespace(), both.named(), write.patch()),
        after ->
            CompletableFuture.completedFuture(
                new DryRun(
                    new Preflight(List.of()),
                    after.isHeldBy(ref.name()),
                    TemplateDiff.between(before, after.template()))),
        failure ->
            attempts > 1 && ApiFailures.isGuardRefusal(failure)
                ? run(attempts - 1)
                : CompletableFuture.failedFuture(failure));
  }

  /** It stands there already, or can't be started. */
  private DryRun asItStands(Sight sight) {
    Preflight preflight = start.preflight(sight);
    boolean held = preflight.isClear() && sight.work().orElseThrow().isHeldBy(ref.name());
    return new DryRun(preflight, held, start.changes(sight));
  }

  /** What a verb is shown that has not written yet. */
  static Sight sight(Reads.Both both) {
    return new Sight(both.rollout(), both.view(), both.workload().orElse(null), 0, Duration.ZERO);
  }
}
