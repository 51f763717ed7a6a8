// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static io.kruise.rollouts.model.FinalisingStep.END;
import static io.kruise.rollouts.model.FinalisingStep.RELEASE_WORKLOAD_CONTROL;
import static io.kruise.rollouts.model.FinalisingStep.REMOVE_CANARY_SERVICE;
import static io.kruise.rollouts.model.FinalisingStep.RESTORE_STABLE_SERVICE;
import static io.kruise.rollouts.model.FinalisingStep.RESUME_WORKLOAD;
import static io.kruise.rollouts.model.FinalisingStep.ROUTE_TRAFFIC_TO_NEW;
import static io.kruise.rollouts.model.FinalisingStep.ROUTE_TRAFFIC_TO_STABLE;

import io.kruise.rollouts.model.FinalisingStep;
import java.util.List;
import java.util.Map;

/** The order of the closing tasks, by why a release ends. */
final class FinalisingTasks {

  /** Why a release ends: FinaliseReason (api/v1beta1/rollout_types.go). */
  enum Reason {
    SUCCESS,
    ROLLBACK,
    DISABLED,
    DELETED
  }

  /** Old and new pods get traffic, then the workload goes on by itself. */
  private static final List<FinalisingStep> LET_GO =
      List.of(
          RESTORE_STABLE_SERVICE,
          ROUTE_TRAFFIC_TO_STABLE,
          REMOVE_CANARY_SERVICE,
          RESUME_WORKLOAD,
          RELEASE_WORKLOAD_CONTROL);

  /** NextCanaryTask (rollout_canary.go). */
  private static final Map<Reason, List<FinalisingStep>> CANARY =
      Map.of(
          Reason.SUCCESS,
          LET_GO,
          Reason.DISABLED,
          LET_GO,
          Reason.DELETED,
          LET_GO,
          Reason.ROLLBACK,
          List.of(
              ROUTE_TRAFFIC_TO_STABLE,
              RESUME_WORKLOAD,
              RELEASE_WORKLOAD_CONTROL,
              RESTORE_STABLE_SERVICE,
              REMOVE_CANARY_SERVICE));

  /** NextBlueGreenTask (rollout_bluegreen.go). */
  private static final Map<Reason, List<FinalisingStep>> BLUE_GREEN =
      Map.of(
          Reason.SUCCESS,
          List.of(
              ROUTE_TRAFFIC_TO_NEW,
              RESTORE_STABLE_SERVICE,
              RESUME_WORKLOAD,
              ROUTE_TRAFFIC_TO_STABLE,
              REMOVE_CANARY_SERVICE,
              RELEASE_WORKLOAD_CONTROL),
          Reason.DISABLED,
          LET_GO,
          Reason.DELETED,
          LET_GO,
          Reason.ROLLBACK,
          List.of(
              ROUTE_TRAFFIC_TO_STABLE,
              RESUME_WORKLOAD,
              RESTORE_STABLE_SERVICE,
              REMOVE_CANARY_SERVICE,
              RELEASE_WORKLOAD_CONTROL));

  private FinalisingTasks() {}

  private static List<FinalisingStep> sequence(SubStatus.Kind kind, Reason reason) {
    return (kind == SubStatus.Kind.CANARY ? CANARY : BLUE_GREEN).getOrDefault(reason, LET_GO);
  }

  static FinalisingStep first(SubStatus.Kind kind, Reason reason) {
    return sequence(kind, reason).get(0);
  }

  /** What follows a task; END after the last one, and after one that the sequence doesn't have. */
  static FinalisingStep after(SubStatus.Kind kind, Reason reason, FinalisingStep task) {
    List<FinalisingStep> sequence = sequence(kind, reason);
    int index = sequence.indexOf(task);
    return index < 0 || index == sequence.size() - 1 ? END : sequence.get(index + 1);
  }
}
