// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.kruise.rollouts.client.plan.MidReleaseEdit.Effect;
import io.kruise.rollouts.model.RollingStyle;
import java.util.ArrayList;
import java.util.List;

/**
 * What may be edited in the middle of a release. rollout_progressing.go: handleRolloutPlanChanged;
 * rollout_status.go: the hash leaves pauses and failureThreshold out. Measured.
 */
final class Edits {
  private static final String AGAIN =
      "the current step is done again and pauses again; lowered below what is reached, the release"
          + " goes on to a later step without an approval";

  private Edits() {}

  static List<MidReleaseEdit> of(RollingStyle style, String path) {
    List<MidReleaseEdit> edits = new ArrayList<>();
    String step = path + ".steps[*]";
    edits.add(
        new MidReleaseEdit(
            step + ".pause",
            Effect.HEEDED,
            "heeded at once, also by the step that pauses; it stays for later releases"));
    if (style != RollingStyle.BLUE_GREEN) {
      edits.add(
          new MidReleaseEdit(
              path + ".failureThreshold",
              Effect.HEEDED,
              "heeded from the next look at the pods on"));
    }
    for (String field : List.of("replicas", "traffic", "matches", "requestHeaderModifier")) {
      edits.add(new MidReleaseEdit(step + "." + field, Effect.STEP_AGAIN, AGAIN));
    }
    if (style == RollingStyle.CANARY) {
      edits.add(new MidReleaseEdit(path + ".patchPodTemplateMetadata", Effect.STEP_AGAIN, AGAIN));
    }
    edits.add(
        new MidReleaseEdit(
            "spec.strategy.paused",
            Effect.HOLDS,
            "the release stands still, approvals and roll-backs included; pods of the current step"
                + " go on being upgraded"));
    edits.add(
        new MidReleaseEdit(
            "spec.disabled",
            Effect.ENDS,
            "the new version reaches all pods without steps, and nobody is asked"));
    edits.add(refused(path + ".steps", "the number of steps is fixed"));
    edits.add(refused(path + ".trafficRoutings", "traffic routings are fixed"));
    edits.add(refused("spec.workloadRef", "the workload is fixed"));
    edits.add(refused("spec.strategy", "the style is fixed"));
    return List.copyOf(edits);
  }

  private static MidReleaseEdit refused(String field, String message) {
    return new MidReleaseEdit(field, Effect.REFUSED, message);
  }
}
