// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan that changes in the midst of a release (rollout_progressing.go). */
final class PlanChange {
  private PlanChange() {}

  /** IsRolloutPlanChanged. */
  static boolean isThere(Pass pass) {
    String known = pass.before().requireSub().rolloutHash();
    return !known.isEmpty() && !known.equals(pass.hash());
  }

  /**
   * HandleRolloutPlanChanged: finds the step of the new plan that the release is at. Is it the next
   * one, the present one counts as approved; else the release jumps.
   */
  static void follow(Pass pass) {
    int at = stepOfNewPlan(pass);
    SubStatus sub = pass.status().requireSub();
    boolean isNext = sub.next() == at;
    sub.lastUpdateTime(pass.now()).rolloutHash(pass.hash());
    if (isNext) {
      sub.state(StepState.STEP_READY);
    } else {
      sub.next(at);
      StepJump.jump(pass);
    }
  }

  /** RecalculateCanaryStep: the first that wants no fewer pods than there are, else the last. */
  private static int stepOfNewPlan(Pass pass) {
    Optional<ObjectNode> batchRelease = pass.batchRelease();
    if (batchRelease.isEmpty()) {
      return 1;
    }
    int workloadReplicas = pass.requireWorkload().replicas();
    int present = Plan.scaled(currentBatch(batchRelease.get()), workloadReplicas);
    int index = 0;
    for (int candidate : candidates(pass)) {
      index = candidate;
      Plan plan = pass.plan();
      if (present <= plan.replicas(plan.step(candidate), workloadReplicas)) {
        break;
      }
    }
    return index;
  }

  private static JsonNode currentBatch(ObjectNode batchRelease) {
    JsonNode releasePlan = batchRelease.path("spec").path("releasePlan");
    JsonNode partition = releasePlan.path("batchPartition");
    JsonNode batch = releasePlan.path("batches").path(partition.asInt());
    if (!partition.isInt() || batch.isMissingNode()) {
      throw new PassFailedException("panic: the BatchRelease has no batch " + partition);
    }
    return batch.path("canaryReplicas");
  }

  /** The present step first: where only traffic changes, it is the one. */
  private static List<Integer> candidates(Pass pass) {
    int present = pass.status().requireSub().index();
    List<Integer> candidates = new ArrayList<>();
    if (present >= 1 && present <= pass.plan().size()) {
      candidates.add(present);
    }
    for (int step = 1; step <= pass.plan().size(); step++) {
      if (step != present) {
        candidates.add(step);
      }
    }
    return candidates;
  }
}
