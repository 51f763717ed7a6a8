// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutCondition;
import io.kruise.rollouts.model.v1beta1.RolloutPause;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import io.kruise.rollouts.model.v1beta1.StepStatus;
import io.kruise.rollouts.testkit.ReleaseHistory;
import io.kruise.rollouts.testkit.RolloutState;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what a Rollout itself says. They look at the status as the controller wrote it, and
 * share nothing with the judgement of the client, which they are meant to test.
 */
public final class RolloutAssert extends AbstractAssert<RolloutAssert, Rollout> {
  private static final int TOLD = 8;

  private ReleaseHistory history = new ReleaseHistory(List.of());

  RolloutAssert(@Nullable Rollout actual) {
    super(actual, RolloutAssert.class);
  }

  /**
   * Lets failures end with what happened last.
   *
   * @param whatHappened such as {@code kruise.history()}
   * @return this
   */
  public RolloutAssert explainedBy(ReleaseHistory whatHappened) {
    history = whatHappened;
    return this;
  }

  /**
   * A step of a release is paused until it is approved.
   *
   * @param stepIndex the step, 1-based
   * @return this
   */
  public RolloutAssert isAwaitingApproval(int stepIndex) {
    RolloutState seen = state();
    boolean awaiting =
        seen.isAt(stepIndex, "StepPaused") && observed() && pauseSeconds(stepIndex) == null;
    return check(awaiting, "to await the approval of step " + stepIndex);
  }

  /**
   * A release is under way, and at a step, in whichever state.
   *
   * @param stepIndex the step, 1-based
   * @return this
   */
  public RolloutAssert isAtStep(int stepIndex) {
    RolloutState seen = state();
    return check(seen.rolling() && seen.step() == stepIndex, "to be at step " + stepIndex);
  }

  /**
   * The last release went through all its steps, and is wound up.
   *
   * @return this
   */
  public RolloutAssert isCompleted() {
    boolean completed =
        state().phase().equals("Healthy")
            && state().stepState().equals("Completed")
            && succeeded().equals("True");
    return check(completed, "to have completed its release");
  }

  /**
   * The last release was taken back, and that is wound up.
   *
   * @return this
   */
  public RolloutAssert isRolledBack() {
    boolean rolledBack = state().phase().equals("Healthy") && succeeded().equals("False");
    return check(rolledBack, "to have taken its release back");
  }

  /**
   * No release is under way.
   *
   * @return this
   */
  public RolloutAssert isHealthy() {
    return check(state().phase().equals("Healthy"), "to be Healthy");
  }

  /**
   * The status speaks of a release.
   *
   * @param rolloutId the value of the label {@code rollouts.kruise.io/rollout-id}
   * @return this
   */
  public RolloutAssert isOfRelease(String rolloutId) {
    return check(state().rolloutId().equals(rolloutId), "to be of release " + rolloutId);
  }

  /**
   * So many pods run the new version, as the status counts them.
   *
   * @param count how many
   * @return this
   */
  public RolloutAssert hasUpdatedPods(int count) {
    return check(updated() == count, "to have " + count + " updated pods");
  }

  /**
   * So many pods of the new version are ready, as the status counts them.
   *
   * @param count how many
   * @return this
   */
  public RolloutAssert hasReadyUpdatedPods(int count) {
    return check(ready() == count, "to have " + count + " ready updated pods");
  }

  private RolloutAssert check(boolean holds, String wanted) {
    if (!holds) {
      String name = actual.getMetadata().getNamespace() + "/" + actual.getMetadata().getName();
      ReleaseHistory own = history.of(name).tail(TOLD);
      failWithMessage(
          "expected %s %s%nbut it is %s with %s updated pods, %s of them ready%s%s",
          name,
          wanted,
          state(),
          updated(),
          ready(),
          observed() ? "" : "; the controller has not seen the newest spec",
          own.transitions().isEmpty() ? "" : "\nwhat happened last:\n" + own);
    }
    return this;
  }

  private RolloutState state() {
    isNotNull();
    return RolloutState.of(actual);
  }

  private boolean observed() {
    return actual.getStatus() != null
        && Objects.equals(
            actual.getStatus().getObservedGeneration(), actual.getMetadata().getGeneration());
  }

  private int updated() {
    StepStatus step = step();
    return step == null ? 0 : Objects.requireNonNullElse(step.updatedReplicas(), 0);
  }

  private int ready() {
    StepStatus step = step();
    return step == null ? 0 : Objects.requireNonNullElse(step.updatedReadyReplicas(), 0);
  }

  private @Nullable StepStatus step() {
    isNotNull();
    return actual.getStatus() == null ? null : actual.getStatus().stepStatus();
  }

  private String succeeded() {
    List<RolloutCondition> conditions =
        actual.getStatus() == null ? null : actual.getStatus().getConditions();
    return conditions == null
        ? ""
        : conditions.stream()
            .filter(each -> "Succeeded".equals(each.getType()))
            .map(each -> String.valueOf(each.getStatus()))
            .findFirst()
            .orElse("");
  }

  private @Nullable Integer pauseSeconds(int stepIndex) {
    RolloutStrategy strategy = actual.getSpec() == null ? null : actual.getSpec().getStrategy();
    List<CanaryStep> steps = strategy == null ? null : steps(strategy);
    RolloutPause pause =
        steps == null || stepIndex > steps.size() ? null : steps.get(stepIndex - 1).getPause();
    return pause == null ? null : pause.getDuration();
  }

  private static @Nullable List<CanaryStep> steps(RolloutStrategy strategy) {
    if (strategy.getCanary() != null) {
      return strategy.getCanary().getSteps();
    }
    return strategy.getBlueGreen() == null ? null : strategy.getBlueGreen().getSteps();
  }
}
