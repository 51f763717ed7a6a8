// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static io.kruise.rollouts.client.support.RolloutFixture.blueGreen;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.Workloads.atRest;
import static io.kruise.rollouts.client.support.Workloads.labelled;
import static io.kruise.rollouts.client.support.Workloads.unlabelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.kruise.rollouts.client.support.RolloutFixture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
@DisplayName("the guide's check")
class GuideCheckTest {

  @ParameterizedTest(name = "step {0} {1}, asked for step {2}: {3}")
  @CsvSource({
    "1, StepReady,           1, true",
    "1, StepReady,           2, false",
    "2, StepReady,           1, false",
    "3, Completed,           3, true",
    "3, Completed,           1, false",
    "3, Complete,            3, true",
    "1, StepPaused,          1, false",
    "1, StepUpgrade,         1, false",
    "1, BeforeStepUpgrade,   1, false",
    "1, StepTrafficRouting,  1, false",
    "1, StepMetricsAnalysis, 1, false",
    "1, Ready,               1, false",
    "1, stepready,           1, false",
    "1, '',                  1, false",
    "0, StepReady,           0, true"
  })
  void literally(int current, String state, int asked, boolean ready) {
    RolloutFixture canary = demo().rolling(current, state);
    RolloutFixture blueGreen = blueGreen(1, "50%", "100%").rolling(current, state);

    assertThat(GuideCheck.isCurrentStepReady(canary.build(), asked)).isEqualTo(ready);
    assertThat(GuideCheck.isCurrentStepReady(blueGreen.build(), asked)).isEqualTo(ready);
  }

  static Stream<Arguments> nothingElse() {
    return Stream.of(
        arguments("true on an old release's status", demo().noticed(), true),
        arguments("true on the first fill", demo().firstFill(), true),
        arguments("true while held", demo().heldAt(3, "StepReady"), true),
        arguments("true while deleting", demo().succeeded().deleting(), true),
        arguments("false without a step status", demo().continuous(), false),
        arguments("false without a status", demo().untouched(), false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @DisplayName("looks at nothing but the step status")
  void nothingElse(String title, RolloutFixture state, boolean ready) {
    assertThat(GuideCheck.isCurrentStepReady(state.build(), 3)).as(title).isEqualTo(ready);
  }

  static Stream<Arguments> ofTheWorkload() {
    return Stream.of(
        arguments("ready, same id", labelled("r2", 2), demo().rolling(3, "StepReady"), true),
        arguments("completed, same id", atRest("r2", 2), demo().succeeded(), true),
        arguments("not ready, same id", labelled("r2", 2), demo().paused(3), false),
        arguments("another id", labelled("r3", 3), demo().rolling(3, "StepReady"), false),
        // the guide compares "" with the revision here: false for ever
        arguments(
            "no label: v0.6 stores the revision",
            unlabelled(2),
            demo().rolling(3, "StepReady").id("rev2"),
            true),
        arguments(
            "no label, in a roll-back: v0.6 stores rollback- and the revision",
            unlabelled(2),
            demo().rolling(3, "StepReady").id("rollback-rev2"),
            true),
        arguments(
            "no label: v0.5 stores nothing",
            unlabelled(2),
            demo().rolling(3, "StepReady").id(""),
            true),
        // the guide compares "" with "" here: true on the old status
        arguments(
            "no label, v0.5, the release before",
            unlabelled(2),
            demo().succeeded().release("", "rev1", 1),
            false),
        arguments(
            "no label, v0.6, the release before",
            unlabelled(2),
            demo().succeeded().release("rev1", "rev1", 1),
            false),
        arguments(
            "no label any more, the id is the last label",
            unlabelled(2),
            demo().rolling(3, "StepReady").id("r1"),
            false),
        // the guide compares the ids alone: true on the old status
        arguments(
            "the label came first and was copied, then the template",
            labelled("r2", 2),
            demo().succeeded().release("r2", "rev1", 1),
            false),
        arguments(
            "the controller has noticed the release and shows the one before",
            labelled("r2", 2),
            demo().noticed().release("r2", "rev1", 2),
            false),
        arguments(
            "the controller has not noticed the release that is marked",
            labelled("r2", 2),
            demo().succeeded().release("r2", "rev1", 2),
            false),
        arguments(
            "approved, then taken back",
            labelled("r1b", 3),
            demo().rolling(3, "StepReady").progressing("Cancelling").release("r1b", "rev1", 3),
            false),
        arguments(
            "approved, then taken back, and over",
            atRest("r1b", 3),
            demo().cancelled(3).step(3, "StepReady"),
            false),
        // the guide leaves it out
        arguments(
            "blue-green",
            labelled("r2", 2),
            blueGreen(1, "50%", "100%").rolling(3, "StepReady"),
            true),
        arguments(
            "blue-green, no label",
            unlabelled(2),
            blueGreen(1, "50%", "100%").rolling(3, "StepReady").id("rev2"),
            true),
        arguments("no step status", labelled("r2", 2), demo().continuous(), false));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource
  @DisplayName("with the workload's release")
  void ofTheWorkload(String title, WorkloadFacts workload, RolloutFixture state, boolean ready) {
    assertThat(GuideCheck.isCurrentStepReady(workload, state.build(), 3))
        .as(title)
        .isEqualTo(ready);
  }
}
