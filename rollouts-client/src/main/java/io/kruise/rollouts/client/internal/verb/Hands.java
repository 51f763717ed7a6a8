// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.verb;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.api.WorkloadApi;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.concurrent.CompletableFuture;

/**
 * The calls that verbs need.
 *
 * @param rollouts on Rollouts
 * @param workloads on workloads
 */
public record Hands(RolloutApi rollouts, WorkloadApi workloads) {

  /** Sends one write; the future holds what the API server returned. */
  CompletableFuture<?> carryOut(RolloutRef ref, Rollout rollout, Move<?> move) {
    if (move instanceof Move.Delete<?> delete) {
      return rollouts.delete(ref, delete.uid());
    }
    if (move instanceof Move.Write<?> write) {
      return switch (write.target()) {
        case ROLLOUT -> rollouts.patchSpec(ref, write.patch());
        case ROLLOUT_STATUS -> rollouts.patchStatus(ref, write.patch());
        case WORKLOAD ->
            workloads.patch(
                ref.namespace(), requireNonNull(rollout.getSpec().getWorkloadRef()), write.patch());
      };
    }
    throw new IllegalArgumentException("nothing to be sent: " + move);
  }
}
