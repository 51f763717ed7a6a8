// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import io.kruise.rollouts.model.FinalisingStep;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb;

/**
 * A third version in the midst of a release: it begins anew with that version
 * (rollout_progressing.go).
 */
final class ContinuousRelease {
  private final Traffic traffic;

  ContinuousRelease(Traffic traffic) {
    this.traffic = traffic;
  }

  /** HandleContinuousRelease. Blue-green refuses it, and says so in the message only. */
  void run(Pass pass) {
    pass.event("workload continuous publishing canaryRevision, then restart publishing");
    if (pass.plan().style() == RollingStyle.BLUE_GREEN) {
      pass.status()
          .message(
              "new version releasing detected in the progress of blue-green release, please"
                  + " rollback first");
      return;
    }
    boolean done =
        pass.plan().hasTrafficRoutings() ? resetWithTraffic(pass) : BatchReleases.remove(pass);
    if (done) {
      pass.status().clearSub();
      pass.progress(
          Condition.TRUE, ProgressingReason.INITIALIZING, "Workload is continuous release");
    } else {
      pass.recheck();
    }
  }

  /**
   * DoProgressingReset: each task runs in the pass in which the one before it is done. The stable
   * Service keeps its selector, so that the new pods of the old release get no traffic.
   */
  private boolean resetWithTraffic(Pass pass) {
    SubStatus sub = pass.status().requireSub();
    FinalisingStep step = sub.finalisingStep();
    if (step != FinalisingStep.RELEASE_WORKLOAD_CONTROL
        && step != FinalisingStep.REMOVE_CANARY_SERVICE) {
      step = FinalisingStep.ROUTE_TRAFFIC_TO_STABLE;
      sub.finalisingStep(step);
    }
    if (step == FinalisingStep.ROUTE_TRAFFIC_TO_STABLE) {
      if (!traffic.applyAndTouch(Verb.RESTORE_GATEWAY, pass)) {
        return false;
      }
      step = FinalisingStep.RELEASE_WORKLOAD_CONTROL;
      sub.lastUpdateTime(pass.now()).finalisingStep(step);
    }
    if (step == FinalisingStep.RELEASE_WORKLOAD_CONTROL) {
      if (!BatchReleases.remove(pass)) {
        return false;
      }
      sub.lastUpdateTime(pass.now()).finalisingStep(FinalisingStep.REMOVE_CANARY_SERVICE);
    }
    traffic.apply(Verb.REMOVE_CANARY_SERVICE, pass);
    return true;
  }
}
