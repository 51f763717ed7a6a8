// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static io.kruise.rollouts.client.support.RolloutFixture.blueGreen;
import static io.kruise.rollouts.client.support.RolloutFixture.canary;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.kruise.rollouts.client.support.RolloutFixture;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutCondition;
import io.kruise.rollouts.model.v1beta1.RolloutSpec;
import io.kruise.rollouts.model.v1beta1.RolloutStatus;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@DisplayName("a view of a Rollout")
class RolloutViewTest {

  @ParameterizedTest(name = "blue-green: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("canary and blue-green read alike")
  void readsBothStyles(boolean isBlueGreen) {
    RolloutFixture fixture = isBlueGreen ? blueGreen(1, "50%", "100%") : canary(1, "50%", "100%");
    RolloutView view = fixture.pause(2, 600).version("4711").paused(2).pods(5, 4).view();

    assertThat(view)
        .returns("default", RolloutView::namespace)
        .returns("rollouts-demo", RolloutView::name)
        .returns("uid-1", RolloutView::uid)
        .returns("4711", RolloutView::resourceVersion)
        .returns(true, RolloutView::specObserved)
        .returns(false, RolloutView::deleting)
        .returns(false, RolloutView::disabled)
        .returns(false, RolloutView::held)
        .returns(false, RolloutView::rollsBackInBatches)
        .returns(
            isBlueGreen ? RolloutView.Style.BLUE_GREEN : RolloutView.Style.CANARY,
            RolloutView::style)
        .returns(RolloutPhase.PROGRESSING, RolloutView::phase)
        .returns(Optional.of(ProgressingReason.IN_ROLLING), RolloutView::progressing)
        .returns(Optional.empty(), RolloutView::succeeded)
        .returns(
            new StepPosition(2, 3, StepState.STEP_PAUSED, "StepPaused", 3), RolloutView::position)
        .returns("r2", RolloutView::rolloutId)
        .returns("rev2", RolloutView::revision)
        .returns("rev0", RolloutView::stableRevision)
        .returns(2L, RolloutView::observedWorkloadGeneration)
        .returns("2026-01-01T00:00:20Z", RolloutView::stepUpdateTime)
        .returns(5, RolloutView::updatedReplicas)
        .returns(4, RolloutView::updatedReadyReplicas);
    assertThat(view.plan())
        .containsExactly(
            new PlannedStep("1", Optional.empty()),
            new PlannedStep("50%", Optional.of(Duration.ofMinutes(10))),
            new PlannedStep("100%", Optional.empty()));
    assertThat(view.message()).startsWith("Rollout is in step(2/3)");
  }

  @Test
  @DisplayName("has nothing absent where the object has nothing")
  void readsAnEmptyRollout() {
    Rollout bare = new Rollout();
    bare.setMetadata(new ObjectMeta());
    bare.setSpec(null);

    RolloutView view = RolloutView.of(bare);

    assertThat(view).hasNoNullFieldsOrProperties();
    assertThat(view)
        .returns(RolloutView.Style.NONE, RolloutView::style)
        .returns(RolloutPhase.UNKNOWN, RolloutView::phase)
        .returns(List.of(), RolloutView::plan)
        .returns("", RolloutView::uid);
    assertThat(view.position()).isEqualTo(new StepPosition(0, 0, StepState.UNKNOWN, "", -1));
    assertThat(view.summary()).isEqualTo("(no phase)");
  }

  @Test
  @DisplayName("reads specs and statuses with holes")
  void readsHoles() {
    Rollout rollout = demo().build();
    rollout.setSpec(RolloutSpec.builder().strategy(new RolloutStrategy()).build());
    rollout.setStatus(RolloutStatus.builder().conditions(List.of(new RolloutCondition())).build());

    RolloutView view = RolloutView.of(rollout);

    assertThat(view).hasNoNullFieldsOrProperties();
    assertThat(view.plan()).isEmpty();
    assertThat(view.progressing()).isEmpty();
    assertThat(view.specObserved()).isFalse();
  }

  @Test
  @DisplayName("flags: deleting, disabled, held, roll-back in batches, spec ahead")
  void readsFlags() {
    assertThat(demo().paused(1).deleting().view().deleting()).isTrue();
    assertThat(demo().paused(1).disabled().view().disabled()).isTrue();
    assertThat(demo().paused(1).held().view().held()).isTrue();
    assertThat(demo().paused(1).rollbackInBatch().view().rollsBackInBatches()).isTrue();
    assertThat(demo().paused(1).specAhead().view().specObserved()).isFalse();
  }

  @Test
  @DisplayName("the end: succeeded, taken back, neither")
  void readsTheEnd() {
    assertThat(demo().succeeded().view().succeeded()).contains(true);
    assertThat(demo().cancelled(1).view().succeeded()).contains(false);
    assertThat(demo().paused(1).view().succeeded()).isEmpty();
    assertThat(demo().firstFill().view().progressing()).isEmpty();
  }

  @ParameterizedTest(name = "step {0}, stored {1}: {2}")
  @CsvSource({
    "1, 2, 2",
    "1, , 2",
    "1, 0, 2",
    "3, -1, -1",
    "3, , -1",
    "2, 1, 1",
    "1, 99, 99",
  })
  @DisplayName("the next step is the stored one; v0.5 has none, and the natural one stands for it")
  void readsTheNextStep(int step, Integer stored, int next) {
    assertThat(demo().paused(step).next(stored).view().position().nextStepIndex()).isEqualTo(next);
  }

  @Test
  @DisplayName("unknown words stay readable")
  void keepsUnknownWords() {
    RolloutView view =
        demo().paused(1).phase("Pondering").progressing("Musing").state("Approved").view();

    assertThat(view.phase()).isEqualTo(RolloutPhase.UNKNOWN);
    assertThat(view.progressing()).contains(ProgressingReason.UNKNOWN);
    assertThat(view.position().state()).isEqualTo(StepState.UNKNOWN);
    assertThat(view.position().rawState()).isEqualTo("Approved");
    assertThat(view.summary()).contains("Approved");
  }

  @Test
  @DisplayName("which steps wait for an approval, by the plan")
  void knowsWhichStepsWait() {
    RolloutView view = canary(1, "20%", "50%", "100%").pause(2, 60).emptyPause(3).paused(1).view();

    assertThat(view.waitsForApproval(0)).isFalse();
    assertThat(view.waitsForApproval(1)).isTrue();
    assertThat(view.waitsForApproval(2)).as("a timer").isFalse();
    assertThat(view.waitsForApproval(3)).as("pause: {}").isTrue();
    assertThat(view.waitsForApproval(4)).as("the last, 100%%").isFalse();
    assertThat(view.waitsForApproval(5)).as("outside the plan").isFalse();
    assertThat(canary(1, 10).paused(1).view().waitsForApproval(2)).as("a number").isTrue();
    assertThat(blueGreen("50%", "100%").paused(1).view().waitsForApproval(2)).isTrue();
    assertThat(view.plannedPause(2)).contains(Duration.ofMinutes(1));
    assertThat(view.plannedPause(3)).isEmpty();
    assertThat(view.plannedPause(99)).isEmpty();
  }

  @Test
  @DisplayName("in a line: phase, step, pods, the controller's message")
  void summarises() {
    assertThat(demo().paused(1).view().summary())
        .isEqualTo(
            "Progressing/InRolling, step 1/3 StepPaused, 1 pods updated, 1 of them ready"
                + " (\"Rollout is in step(1/3), and you need manually confirm to enter the next"
                + " step\")");
    assertThat(demo().workloadMissing().view().summary())
        .isEqualTo("Initial (\"Workload Not Found\")");
    assertThat(demo().rolling(1, "").message("").view().summary()).contains("(no state)");
  }
}
