// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.kruise.rollouts.client.readiness.RolloutView;
import java.time.Instant;
import java.util.Optional;

/** Steps that the controllers never reach, whatever the pods do. Pure; for one reading. */
final class UnreachableSteps {
  private final RolloutSnapshot snapshot;
  private final RolloutView view;
  private final int step;
  private final int desired;
  private final Instant now;

  /**
   * Rules.
   *
   * @param snapshot what was read
   * @param step the step that upgrades
   * @param desired how many new pods it wants
   * @param now when
   */
  UnreachableSteps(RolloutSnapshot snapshot, int step, int desired, Instant now) {
    this.snapshot = snapshot;
    this.view = snapshot.rollout().view();
    this.step = step;
    this.desired = desired;
    this.now = now;
  }

  Optional<Finding> find() {
    return integerAfterPercent().or(this::surgeExhausted);
  }

  /** batchrelease/control/util.go: IsCurrentMoreThanOrEqualToDesired; measured on v0.6.2. */
  private Optional<Finding> integerAfterPercent() {
    boolean partitionDeployment =
        view.style() == RolloutView.Style.CANARY
            && !snapshot.rollout().extraWorkload()
            && isOf("Deployment");
    if (!partitionDeployment) {
      return Optional.empty();
    }
    String partition = snapshot.workload().orElseThrow().partition();
    boolean afterPercent =
        partition.isEmpty() ? percentBefore() : isPercent(partition) && !partition.equals("0%");
    return !isPercent(replicas()) && afterPercent && view.updatedReplicas() < desired
        ? Optional.of(
            finding(
                Cause.INTEGER_AFTER_PERCENT,
                " pods) can't start after a step with a percentage: the controller never upgrades it"))
        : Optional.empty();
  }

  /**
   * OpenKruise makes no more new pods beside the old ones than are still missing: with n of them,
   * the replicas less n (cloneset_sync_utils.go: calculateDiffsWithExpectation; measured on
   * v1.8.0).
   */
  private Optional<Finding> surgeExhausted() {
    int updated = view.updatedReplicas();
    boolean exhausted =
        view.style() == RolloutView.Style.BLUE_GREEN
            && isOf("CloneSet")
            && updated > 0
            && updated < desired
            && updated >= snapshot.workload().orElseThrow().replicas() - updated;
    return exhausted
        ? Optional.of(
            finding(
                Cause.SURGE_EXHAUSTED,
                ") can't be reached: beside the old pods a CloneSet makes no more than "
                    + updated
                    + " new ones after the steps before"))
        : Optional.empty();
  }

  private Finding finding(Cause cause, String sentence) {
    return Finding.of(cause, "step " + step + " (" + replicas() + sentence)
        .at(step)
        .pods(view.updatedReplicas(), desired)
        .since(Times.parse(view.stepUpdateTime()), now);
  }

  private boolean isOf(String kind) {
    return snapshot.workload().filter(each -> each.kind().equals(kind)).isPresent();
  }

  private String replicas() {
    return view.plan().get(step - 1).replicas();
  }

  private boolean percentBefore() {
    return step > 1 && isPercent(view.plan().get(step - 2).replicas());
  }

  private static boolean isPercent(String replicas) {
    return replicas.endsWith("%");
  }
}
