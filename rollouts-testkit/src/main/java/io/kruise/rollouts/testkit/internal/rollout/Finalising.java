// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.FinalisingStep;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb;

/**
 * The closing tasks of a release, one a pass: upstream's doFinalising (rollout_progressing.go) and
 * doCanaryFinalising (rollout_canary.go, rollout_bluegreen.go).
 */
final class Finalising {
  private final Traffic traffic;

  Finalising(Traffic traffic) {
    this.traffic = traffic;
  }

  /**
   * Does the present task, as far as that is possible now.
   *
   * @return whether all are done
   */
  boolean run(Pass pass, FinalisingTasks.Reason reason) {
    TrafficClaim.release(pass);
    SubStatus.Kind kind = pass.plan().kind();
    SubStatus sub = pass.status().sub(kind);
    if (sub == null) {
      return true;
    }
    endProgressing(pass);
    FinalisingStep task = sub.finalisingStep();
    if (task == FinalisingStep.END) {
      return true;
    }
    FinalisingStep next = FinalisingTasks.after(kind, reason, task);
    if (task == FinalisingStep.NONE) {
      // upstream works out the next task before it sets the first, which thus comes twice
      next = FinalisingTasks.first(kind, reason);
      task = next;
      sub.finalisingStep(task).lastUpdateTime(pass.now());
    }
    if (!known(kind, task)) {
      sub.finalisingStep(FinalisingTasks.first(kind, reason));
      return false;
    }
    if (!done(pass, reason, task)) {
      return false;
    }
    sub.finalisingStep(next).lastUpdateTime(pass.now());
    return next == FinalisingStep.END;
  }

  /** Tasks of other sequences are done, too, where a client has written them. */
  private static boolean known(SubStatus.Kind kind, FinalisingStep task) {
    return switch (task) {
      case RESUME_WORKLOAD,
          RELEASE_WORKLOAD_CONTROL,
          ROUTE_TRAFFIC_TO_STABLE,
          RESTORE_STABLE_SERVICE,
          REMOVE_CANARY_SERVICE ->
          true;
      case ROUTE_TRAFFIC_TO_NEW, WAIT_ENDLESS -> kind == SubStatus.Kind.BLUE_GREEN;
      default -> false;
    };
  }

  private boolean done(Pass pass, FinalisingTasks.Reason reason, FinalisingStep task) {
    return switch (task) {
      case RESUME_WORKLOAD -> BatchReleases.finish(pass, reason == FinalisingTasks.Reason.SUCCESS);
      case RELEASE_WORKLOAD_CONTROL -> BatchReleases.remove(pass);
      case ROUTE_TRAFFIC_TO_STABLE -> traffic.apply(Verb.RESTORE_GATEWAY, pass);
      case RESTORE_STABLE_SERVICE -> traffic.apply(Verb.RESTORE_STABLE_SERVICE, pass);
      case REMOVE_CANARY_SERVICE -> traffic.apply(Verb.REMOVE_CANARY_SERVICE, pass);
      case ROUTE_TRAFFIC_TO_NEW -> traffic.apply(Verb.ROUTE_ALL_TO_NEW, pass);
      default -> throw new PassFailedException("only for debugging, just wait endlessly");
    };
  }

  /** RemoveRolloutProgressingAnnotation (rollout_releaseManager.go): in each pass anew. */
  private static void endProgressing(Pass pass) {
    pass.workload()
        .filter(
            workload ->
                Meta.of(workload.object())
                    .path("annotations")
                    .has(RolloutAnnotations.IN_PROGRESSING))
        .ifPresent(
            workload -> {
              ObjectNode patch = Json.object();
              Json.dig(patch, "metadata", "annotations").putNull(RolloutAnnotations.IN_PROGRESSING);
              pass.step().merge(workload.ref(), patch);
            });
  }
}
