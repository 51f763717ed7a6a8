// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import io.kruise.rollouts.model.ConditionType;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The begin of a release: reason Initializing (reconcileRolloutProgressing and
 * doProgressingInitializing in rollout_progressing.go). Each pass begins the sub-status anew, so
 * that whatever a client wrote there is wiped.
 */
final class Initializing {
  private final Traffic traffic;

  Initializing(Traffic traffic) {
    this.traffic = traffic;
  }

  void run(Pass pass) {
    Workload workload = pass.requireWorkload();
    pass.status()
        .sub(
            SubStatus.empty(pass.plan().kind())
                .observed(workload.rolloutId(), Meta.generation(workload.object()))
                .rolloutHash(pass.hash())
                .stableRevision(workload.stableRevision())
                .index(1, pass.plan().nextAfter(1))
                .state(StepState.BEFORE_STEP_UPGRADE)
                .lastUpdateTime(pass.now())
                .revision(workload.revision()));
    if (done(pass)) {
      pass.progress(Condition.TRUE, ProgressingReason.IN_ROLLING, "Rollout is in Progressing");
    } else {
      pass.recheck();
    }
  }

  private boolean done(Pass pass) {
    if (pass.plan().hasTrafficRoutings()) {
      traffic.apply(Verb.INITIALIZE, pass);
    }
    return !settling(pass) && TrafficClaim.take(pass);
  }

  /**
   * The spec may follow the workload a little later, so there is a moment's wait. After a
   * continuous release there is none: the condition's time is that of the first release.
   */
  private static boolean settling(Pass pass) {
    @Nullable Instant begun =
        pass.status()
            .condition(ConditionType.PROGRESSING)
            .map(each -> Times.read(Json.tree(each.lastUpdateTime())))
            .orElse(null);
    return begun != null && begun.plus(Pass.GRACE).isAfter(pass.now());
  }
}
