// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.Refusal;
import io.kruise.rollouts.client.internal.verb.Sight;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.WorkloadFacts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where each verb of a release applies: the table. Pure. */
final class Preconditions {

  /** What is about to be done. */
  enum Deed {
    /** Hold the Rollout. */
    PAUSE,
    /** Let it go on. */
    RESUME,
    /** Go to another step. */
    JUMP
  }

  private Preconditions() {}

  /** Where the release stands, judged at its first step. */
  static StepReadiness judge(Sight sight, ReleaseMatch release) {
    @Nullable WorkloadFacts facts =
        sight
            .work()
            .map(
                workload ->
                    new WorkloadFacts(
                        workload.rolloutId(),
                        workload.generation(),
                        workload.isHeldBy(sight.view().name())))
            .orElse(null);
    return StepReadiness.judge(sight.view(), facts, StepExpectation.reached(1).of(release));
  }

  /** Why not; empty where it applies. */
  static Optional<Refusal> refusal(Deed deed, StepReadiness standing, boolean heldByWorkload) {
    return Optional.ofNullable(
        switch (standing.reason()) {
          case WORKLOAD_NOT_FOUND, WORKLOAD_DELETED -> Refusal.WORKLOAD_NOT_FOUND;
          case NO_RELEASE_YET, DISABLED_DURING_RELEASE -> Refusal.NO_RELEASE;
          case OTHER_RELEASE -> heldByWorkload ? Refusal.NOT_BEGUN : Refusal.OTHER_RELEASE;
          case NEWER_RELEASE, ROLLOUT_RECREATED, ROLLOUT_NOT_FOUND -> Refusal.OTHER_RELEASE;
          case INITIALIZING -> deed == Deed.JUMP ? Refusal.NOT_BEGUN : null;
          case FINALISING -> Refusal.FINALISING;
          case SUCCEEDED -> Refusal.COMPLETED;
          case CANCELLING, CANCELLED, ROLLING_BACK_IN_BATCHES -> Refusal.ROLLED_BACK;
          case BLUE_GREEN_REFUSES_NEWER -> Refusal.BLUE_GREEN_REFUSES_NEWER;
          case HELD, HELD_AFTER_UPGRADE -> deed == Deed.JUMP ? Refusal.HELD : null;
          case SPEC_DISABLED -> Refusal.DISABLED;
          case BEING_DELETED -> Refusal.BEING_DELETED;
          case OUTSIDE_PLAN -> Refusal.STEP_OUTSIDE_PLAN;
          case SPEC_NOT_OBSERVED,
              EARLIER_STEP,
              UPGRADING,
              ROUTING_TRAFFIC,
              ANALYSING,
              TIMED_PAUSE,
              PASSES_BY_ITSELF,
              UNKNOWN_STATE,
              MANUAL_PAUSE,
              STEP_READY,
              LAST_STEP_DONE,
              LATER_STEP ->
              null;
        });
  }
}
