// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutPause;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The JSON Patches, each with the tests that make it apply to nothing but what was meant. A failed
 * test is answered with 422 and changes nothing. The API server judges tests on the status in a
 * patch of the main resource as well.
 */
public final class ApprovePatches {
  private ApprovePatches() {}

  /**
   * Approves the step that is paused in a view, as it is paused there.
   *
   * @param view a Rollout whose step is paused
   * @return the patch of its status
   */
  public static List<Map<String, Object>> stepReady(RolloutView view) {
    return stepReady(ApprovalTarget.of(view));
  }

  /** Method STATUS: the state of this pause of this step becomes StepReady. */
  static List<Map<String, Object>> stepReady(ApprovalTarget target) {
    List<Map<String, Object>> patch = guard(target);
    patch.add(
        operation(
            "replace",
            statusPath(target.style()) + "/currentStepState",
            StepState.STEP_READY.value()));
    return patch;
  }

  /** Method SPEC: this step's pause is over, in the plan. */
  static List<Map<String, Object>> durationZero(ApprovalTarget target, Rollout rollout) {
    List<Map<String, Object>> patch = guard(target);
    String step = stepPath(target.style(), target.stepIndex());
    boolean hasPause = step(rollout, target.stepIndex()).getPause() != null;
    patch.add(
        hasPause
            ? operation("add", step + "/pause/duration", 0)
            : operation("add", step + "/pause", Map.of("duration", 0)));
    return patch;
  }

  /** Takes a duration of 0 back to what the plan had. */
  static List<Map<String, Object>> resetDuration(
      Rollout rollout, int stepIndex, Optional<Duration> before) {
    String duration = stepPath(specStyle(rollout), stepIndex) + "/pause/duration";
    return List.of(
        operation("test", "/metadata/uid", rollout.getMetadata().getUid()),
        operation("test", duration, 0),
        before
            .map(pause -> operation("replace", duration, (int) pause.toSeconds()))
            .orElseGet(() -> Map.of("op", "remove", "path", duration)));
  }

  /** Whether the plan has a duration of 0 at this step. */
  static boolean hasDurationZero(Rollout rollout, int stepIndex) {
    if (stepIndex < 1 || stepIndex > steps(rollout).size()) {
      return false;
    }
    RolloutPause pause = step(rollout, stepIndex).getPause();
    return pause != null && Objects.equals(pause.getDuration(), 0);
  }

  private static List<Map<String, Object>> guard(ApprovalTarget target) {
    String status = statusPath(target.style());
    String revision =
        target.style() == RolloutView.Style.BLUE_GREEN ? "/updatedRevision" : "/canaryRevision";
    List<Map<String, Object>> tests = new ArrayList<>();
    tests.add(operation("test", "/metadata/uid", target.uid()));
    tests.add(operation("test", status + "/currentStepIndex", target.stepIndex()));
    tests.add(operation("test", status + "/currentStepState", StepState.STEP_PAUSED.value()));
    tests.add(operation("test", status + revision, target.revision()));
    if (!target.pausedSince().isEmpty()) {
      tests.add(operation("test", status + "/lastUpdateTime", target.pausedSince()));
    }
    return tests;
  }

  private static String statusPath(RolloutView.Style style) {
    return style == RolloutView.Style.BLUE_GREEN
        ? "/status/blueGreenStatus"
        : "/status/canaryStatus";
  }

  private static String stepPath(RolloutView.Style style, int stepIndex) {
    String strategy = style == RolloutView.Style.BLUE_GREEN ? "blueGreen" : "canary";
    return "/spec/strategy/" + strategy + "/steps/" + (stepIndex - 1);
  }

  private static RolloutView.Style specStyle(Rollout rollout) {
    return strategy(rollout).getBlueGreen() != null
        ? RolloutView.Style.BLUE_GREEN
        : RolloutView.Style.CANARY;
  }

  private static CanaryStep step(Rollout rollout, int stepIndex) {
    return steps(rollout).get(stepIndex - 1);
  }

  private static List<CanaryStep> steps(Rollout rollout) {
    return strategy(rollout).steps();
  }

  private static RolloutStrategy strategy(Rollout rollout) {
    return Objects.requireNonNullElseGet(rollout.getSpec().getStrategy(), RolloutStrategy::new);
  }

  private static Map<String, Object> operation(String op, String path, Object value) {
    return Map.of("op", op, "path", path, "value", value);
  }
}
