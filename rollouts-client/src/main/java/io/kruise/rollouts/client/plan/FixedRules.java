// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

/**
 * What an update may not change in the middle of a release; the webhook reports the first.
 * rollout_create_update_handler.go: validateRolloutUpdate.
 */
final class FixedRules {
  private static final String EITHER = "Spec.Strategy.Canary|BlueGreen";
  private static final String LATER = "; wait until the release is over, or roll it back first";

  private FixedRules() {}

  static void check(Spec before, Spec after, Findings findings) {
    if (!before.workload().equals(after.workload())) {
      findings.webhook(
          FindingCode.WORKLOAD_FIXED,
          "spec.workloadRef",
          "Spec.ObjectRef",
          "the workload can't be changed in the middle of a release" + LATER);
    } else if (!before.routings().equals(after.routings())) {
      findings.webhook(
          FindingCode.ROUTINGS_FIXED,
          after.path() + ".trafficRoutings",
          EITHER + ".TrafficRoutings",
          "traffic routings can't be changed in the middle of a release (an empty list and none"
              + " are not the same)"
              + LATER);
    } else if (before.writtenStyle() != after.writtenStyle()) {
      findings.webhook(
          FindingCode.STYLE_FIXED,
          "spec.strategy",
          EITHER,
          "the style can't be changed in the middle of a release, nor"
              + " enableExtraWorkloadForCanary"
              + LATER);
    } else if (before.steps().size() != after.steps().size()) {
      findings.webhook(
          FindingCode.STEP_COUNT_FIXED,
          after.path() + ".steps",
          EITHER,
          "there are "
              + before.steps().size()
              + " steps, and their number can't be changed in the middle of a release"
              + LATER);
    }
  }
}
