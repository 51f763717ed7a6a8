// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.follow.Flow;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the verbs read once, before they begin. */
final class Reads {
  private final Hands hands;
  private final Flow flow;
  private final RolloutRef ref;

  Reads(Hands hands, Flow flow, RolloutRef ref) {
    this.hands = hands;
    this.flow = flow;
    this.ref = ref;
  }

  /**
   * A Rollout and its workload.
   *
   * @param rollout the Rollout
   * @param workload empty when there is none
   */
  record Both(Rollout rollout, Optional<WorkloadView> workload) {
    RolloutView view() {
      return RolloutView.of(rollout);
    }

    WorkloadRef named() {
      return requireNonNull(rollout.getSpec().getWorkloadRef());
    }
  }

  CompletableFuture<Rollout> rollout() {
    return hands.rollouts().get(ref);
  }

  /** The Rollout first, as it names the workload. */
  CompletableFuture<Both> both() {
    return flow.then(
        rollout(),
        rollout ->
            flow.after(
                hands
                    .workloads()
                    .get(ref.namespace(), requireNonNull(rollout.getSpec().getWorkloadRef())),
                found -> CompletableFuture.completedFuture(new Both(rollout, Optional.of(found))),
                failure ->
                    ApiFailures.isNotFound(failure)
                        ? CompletableFuture.completedFuture(new Both(rollout, Optional.empty()))
                        : CompletableFuture.failedFuture(failure)));
  }

  CompletableFuture<List<Revision>> revisions(WorkloadView workload) {
    return flow.then(
        hands
            .workloads()
            .revisions(ref.namespace(), workload.type().revisions(), Revisions.labels(workload)),
        kept -> CompletableFuture.completedFuture(Revisions.of(workload, kept)));
  }
}
