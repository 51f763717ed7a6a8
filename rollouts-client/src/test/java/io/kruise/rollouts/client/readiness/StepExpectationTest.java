// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static io.kruise.rollouts.client.readiness.StepExpectation.passed;
import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kruise.rollouts.client.readiness.StepExpectation.Goal;
import io.kruise.rollouts.client.readiness.StepExpectation.Outcome;
import io.kruise.rollouts.client.support.Workloads;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
@DisplayName("what is waited for")
class StepExpectationTest {
  private static final String OUTCOMES =
      """
      # reason                  awaiting     reached      passed       completed
      SPEC_NOT_OBSERVED,        PENDING,     PENDING,     PENDING,     PENDING
      WORKLOAD_NOT_FOUND,       PENDING,     PENDING,     PENDING,     PENDING
      NO_RELEASE_YET,           PENDING,     PENDING,     PENDING,     PENDING
      OTHER_RELEASE,            PENDING,     PENDING,     PENDING,     PENDING
      INITIALIZING,             PENDING,     PENDING,     PENDING,     PENDING
      EARLIER_STEP,             PENDING,     PENDING,     PENDING,     PENDING
      UPGRADING,                PENDING,     PENDING,     PENDING,     PENDING
      ROUTING_TRAFFIC,          PENDING,     PENDING,     PENDING,     PENDING
      ANALYSING,                PENDING,     PENDING,     PENDING,     PENDING
      UNKNOWN_STATE,            PENDING,     PENDING,     PENDING,     PENDING
      TIMED_PAUSE,              PENDING,     MET,         PENDING,     PENDING
      PASSES_BY_ITSELF,         PENDING,     MET,         PENDING,     PENDING
      MANUAL_PAUSE,             MET,         MET,         PENDING,     PENDING
      STEP_READY,               PENDING,     MET,         PENDING,     PENDING
      LATER_STEP,               UNREACHABLE, MET,         MET,         PENDING
      LAST_STEP_DONE,           UNREACHABLE, MET,         MET,         PENDING
      FINALISING,               UNREACHABLE, MET,         MET,         PENDING
      SUCCEEDED,                UNREACHABLE, MET,         MET,         MET
      HELD,                     PENDING,     PENDING,     PENDING,     PENDING
      HELD_AFTER_UPGRADE,       PENDING,     MET,         PENDING,     PENDING
      CANCELLING,               UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      CANCELLED,                UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      ROLLING_BACK_IN_BATCHES,  UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      NEWER_RELEASE,            UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      BLUE_GREEN_REFUSES_NEWER, UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      SPEC_DISABLED,            UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      DISABLED_DURING_RELEASE,  UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      BEING_DELETED,            UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      OUTSIDE_PLAN,             UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      ROLLOUT_NOT_FOUND,        UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      ROLLOUT_RECREATED,        UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      WORKLOAD_DELETED,         UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE
      """;

  @ParameterizedTest(name = "{0}: {1}, {2}, {3}, {4}")
  @CsvSource(textBlock = OUTCOMES)
  void outcomeOfEachGoal(
      Reason reason, Outcome awaiting, Outcome reached, Outcome passed, Outcome completed) {
    StepReadiness readiness = new StepReadiness(reason, "because", Optional.empty());

    assertThat(awaitingApproval(2).outcome(readiness)).isEqualTo(awaiting);
    assertThat(reached(2).outcome(readiness)).isEqualTo(reached);
    assertThat(passed(2).outcome(readiness)).isEqualTo(passed);
    assertThat(completed().outcome(readiness)).isEqualTo(completed);
  }

  @Test
  @DisplayName("the table has each reason once")
  void tableIsTotal() {
    Stream<String> reasons =
        OUTCOMES
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.substring(0, line.indexOf(',')));

    assertThat(reasons)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Enum::name).toList());
  }

  static Stream<StepExpectation> goals() {
    return Stream.of(awaitingApproval(1), reached(1), passed(1), completed());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goals")
  @DisplayName("an expectation that was met or lost never becomes pending by waiting for less")
  void whatIsMetImpliesLess(StepExpectation goal) {
    for (Reason reason : Reason.values()) {
      StepReadiness readiness = new StepReadiness(reason, "because", Optional.empty());
      if (goal.goal() != Goal.REACHED && goal.outcome(readiness) == Outcome.MET) {
        assertThat(reached(1).outcome(readiness)).as("%s", reason).isEqualTo(Outcome.MET);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goals")
  @DisplayName(
      "a fresh expectation means the release that the workload holds; naming one is a copy")
  void namesTheRelease(StepExpectation goal) {
    StepExpectation named = goal.ofRelease("r2");

    assertThat(goal.release().needsWorkload()).isTrue();
    assertThat(named.release().needsWorkload()).isFalse();
    assertThat(named.release().rolloutId()).contains("r2");
    assertThat(named.goal()).isEqualTo(goal.goal());
    assertThat(goal.ofReleaseStartedBy(Workloads.deployment("r3", 5)).release().rolloutId())
        .contains("r3");
  }

  @Test
  @DisplayName("steps count from 1")
  void refusesStepZero() {
    assertThatIllegalArgumentException().isThrownBy(() -> reached(0)).withMessageContaining("0");
    assertThatIllegalArgumentException().isThrownBy(() -> passed(-1)).withMessageContaining("-1");
    assertThatIllegalArgumentException().isThrownBy(() -> awaitingApproval(0));
  }

  @Test
  @DisplayName("it says what it waits for")
  void reads() {
    assertThat(goals())
        .extracting(StepExpectation::toString)
        .containsExactly(
            "step 1 to await approval",
            "step 1 to be reached",
            "step 1 to be passed",
            "the release to complete");
  }
}
