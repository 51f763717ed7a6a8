// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static io.kruise.rollouts.client.readiness.StepExpectation.Outcome.MET;
import static io.kruise.rollouts.client.readiness.StepExpectation.Outcome.PENDING;
import static io.kruise.rollouts.client.readiness.StepExpectation.Outcome.UNREACHABLE;
import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static io.kruise.rollouts.client.readiness.StepExpectation.passed;
import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.Workloads.labelled;
import static io.kruise.rollouts.client.support.Workloads.unlabelled;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.readiness.StepExpectation.Outcome;
import io.kruise.rollouts.client.support.RolloutFixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
@DisplayName("a wait remembers the release that it saw")
class StepWatchTest {
  private static final WorkloadFacts R2 = labelled("r2", 2);

  /** What is seen one after the other, and where the wait stands at the end. */
  record Story(
      String title,
      StepExpectation expectation,
      @Nullable WorkloadFacts workload,
      List<@Nullable RolloutFixture> states,
      Outcome outcome,
      Reason reason) {
    @Override
    public String toString() {
      return title;
    }
  }

  private static Story story(
      String title,
      StepExpectation expectation,
      Outcome outcome,
      Reason reason,
      @Nullable RolloutFixture... states) {
    return new Story(title, expectation, R2, Arrays.asList(states), outcome, reason);
  }

  private static Story blind(
      String title,
      StepExpectation expectation,
      Outcome outcome,
      Reason reason,
      @Nullable RolloutFixture... states) {
    return new Story(title, expectation, null, Arrays.asList(states), outcome, reason);
  }

  private static RolloutFixture third() {
    return demo().paused(1).release("r3", "rev3", 5);
  }

  static Stream<Story> stories() {
    return Stream.of(
        // superseded
        story(
            "a release that begins after ours was seen supersedes it",
            reached(2),
            UNREACHABLE,
            Reason.NEWER_RELEASE,
            demo().paused(1),
            demo().continuous()),
        story(
            "a release that begins before ours was seen may be ours",
            reached(2),
            PENDING,
            Reason.INITIALIZING,
            demo().succeeded().releaseBefore(),
            demo().continuous()),
        story(
            "superseded between two readings",
            reached(2),
            UNREACHABLE,
            Reason.NEWER_RELEASE,
            demo().paused(1),
            third()),
        story(
            "superseded before the first reading",
            reached(2),
            UNREACHABLE,
            Reason.NEWER_RELEASE,
            third()),
        story(
            "superseded by a release with the same rollout-id",
            reached(2),
            UNREACHABLE,
            Reason.NEWER_RELEASE,
            demo().paused(1),
            demo().paused(1).release("r2", "rev3", 5)),
        blind(
            "whatever the status shows is ours once it was seen",
            reached(2),
            UNREACHABLE,
            Reason.NEWER_RELEASE,
            demo().paused(1),
            third()),
        // rolled back
        story(
            "rolled back",
            reached(2),
            UNREACHABLE,
            Reason.CANCELLING,
            demo().paused(1),
            demo().cancelling(1)),
        story(
            "rolled back between two readings",
            reached(2),
            UNREACHABLE,
            Reason.CANCELLED,
            demo().paused(1),
            demo().cancelled(1)),
        story(
            "the release before was rolled back: ours is still to come",
            reached(2),
            PENDING,
            Reason.OTHER_RELEASE,
            demo().cancelled(1).release("r1", "rev0", 1)),
        story(
            "rolled back step by step",
            reached(2),
            UNREACHABLE,
            Reason.ROLLING_BACK_IN_BATCHES,
            demo().rollbackInBatch().paused(1),
            demo().rollbackInBatch().rolling(1, "StepUpgrade").release("r1b", "rev1", 3)),
        // gone
        story(
            "recreated",
            reached(2),
            UNREACHABLE,
            Reason.ROLLOUT_RECREATED,
            demo().paused(1),
            demo().uid("uid-2").paused(2)),
        story("deleted", reached(2), UNREACHABLE, Reason.ROLLOUT_NOT_FOUND, demo().paused(1), null),
        story(
            "the workload was deleted in the middle",
            reached(2),
            UNREACHABLE,
            Reason.WORKLOAD_DELETED,
            demo().paused(1),
            demo().workloadMissing()),
        story(
            "the workload is not there yet",
            reached(2),
            PENDING,
            Reason.WORKLOAD_NOT_FOUND,
            demo().workloadMissing()),
        // jumps
        story(
            "a jump back past the step leaves hope",
            passed(2),
            PENDING,
            Reason.EARLIER_STEP,
            demo().paused(2),
            demo().rolling(1, "StepUpgrade")),
        story(
            "a jump forward passes the step",
            passed(2),
            MET,
            Reason.LATER_STEP,
            demo().paused(1),
            demo().rolling(3, "BeforeStepUpgrade")),
        story(
            "the step is done again after a jump to itself",
            awaitingApproval(2),
            PENDING,
            Reason.UPGRADING,
            demo().rolling(2, "StepReady"),
            demo().rolling(2, "BeforeStepUpgrade")),
        // old statuses
        story(
            "the old status, then ours",
            reached(1),
            MET,
            Reason.MANUAL_PAUSE,
            demo().succeeded().releaseBefore(),
            demo().noticed(),
            demo().initializing(),
            demo().paused(1)),
        blind(
            "nothing is remembered of a status that tells nothing yet",
            reached(3),
            MET,
            Reason.SUCCEEDED,
            demo().firstFill(),
            demo().noticed(),
            demo().succeeded()),
        story(
            "the id was copied early: without the workload's generation this would be the end",
            completed().ofRelease("r2"),
            PENDING,
            Reason.OTHER_RELEASE,
            demo().succeeded().release("r2", "rev1", 1)),
        new Story(
            "no label, v0.6",
            reached(2),
            unlabelled(2),
            Arrays.asList(
                demo().succeeded().release("rev1", "rev1", 1),
                demo().paused(2).release("rev2", "rev2", 2)),
            MET,
            Reason.MANUAL_PAUSE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void remembers(Story story) {
    StepWatch watch = StepWatch.begin(story.expectation(), story.workload());
    for (RolloutFixture state : story.states()) {
      watch = watch.see(state == null ? null : state.view());
    }

    StepReadiness last = requireNonNull(watch.last());
    assertThat(last.reason()).as(last.toString()).isEqualTo(story.reason());
    assertThat(watch.outcome()).isEqualTo(story.outcome());
  }

  @Test
  @DisplayName("a whole walk: pending up to the step, met from there on")
  void followsAWalk() {
    List<RolloutFixture> walk =
        List.of(
            demo().firstFill(),
            demo().noticed(),
            demo().initializing(),
            demo().rolling(1, "BeforeStepUpgrade"),
            demo().rolling(1, "StepUpgrade"),
            demo().rolling(1, "StepTrafficRouting"),
            demo().rolling(1, "StepMetricsAnalysis"),
            demo().paused(1),
            demo().rolling(1, "StepReady"),
            demo().rolling(2, "BeforeStepUpgrade"),
            demo().rolling(2, "StepUpgrade"),
            demo().paused(2),
            demo().rolling(2, "StepReady"),
            demo().rolling(3, "StepUpgrade"),
            demo().paused(3),
            demo().rolling(3, "Completed"),
            demo().finalising(),
            demo().succeeded());

    assertThat(outcomes(reached(2), walk)).containsExactlyElementsOf(pendingThen(11, 7, MET));
    assertThat(outcomes(passed(2), walk)).containsExactlyElementsOf(pendingThen(13, 5, MET));
    assertThat(outcomes(completed(), walk)).containsExactlyElementsOf(pendingThen(17, 1, MET));
    List<Outcome> awaiting = outcomes(awaitingApproval(2), walk);
    assertThat(awaiting.subList(0, 11)).containsOnly(PENDING);
    assertThat(awaiting.get(11)).isEqualTo(MET);
    assertThat(awaiting.subList(13, 18)).containsOnly(UNREACHABLE);
  }

  @Test
  @DisplayName("before the first reading nothing is decided")
  void beginsPending() {
    StepWatch watch = StepWatch.begin(reached(1), R2);

    assertThat(watch.outcome()).isEqualTo(PENDING);
    assertThat(watch.last()).isNull();
  }

  @Test
  @DisplayName("each reading gives a new watch and leaves the old one as it was")
  void isImmutable() {
    StepWatch first = StepWatch.begin(reached(2), R2).see(demo().paused(1).view());
    StepWatch second = first.see(demo().paused(2).view());

    assertThat(first.outcome()).isEqualTo(PENDING);
    assertThat(second.outcome()).isEqualTo(MET);
  }

  private static List<Outcome> outcomes(StepExpectation expectation, List<RolloutFixture> walk) {
    List<Outcome> outcomes = new ArrayList<>();
    StepWatch watch = StepWatch.begin(expectation, R2);
    for (RolloutFixture state : walk) {
      watch = watch.see(state.view());
      outcomes.add(watch.outcome());
    }
    return outcomes;
  }

  private static List<Outcome> pendingThen(int pending, int rest, Outcome outcome) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < pending + rest; i++) {
      outcomes.add(i < pending ? PENDING : outcome);
    }
    return outcomes;
  }
}
