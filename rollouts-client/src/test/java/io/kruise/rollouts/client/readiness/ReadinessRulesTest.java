// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static io.kruise.rollouts.client.support.RolloutFixture.blueGreen;
import static io.kruise.rollouts.client.support.RolloutFixture.canary;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.Workloads.atRest;
import static io.kruise.rollouts.client.support.Workloads.deployment;
import static io.kruise.rollouts.client.support.Workloads.labelled;
import static io.kruise.rollouts.client.support.Workloads.unlabelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.support.RolloutFixture;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
@DisplayName("where a step stands")
class ReadinessRulesTest {
  private static final String REFUSAL =
      "new version releasing detected in the progress of blue-green release, please rollback first";

  /** The release that the workload holds in most rows, and what its write left there. */
  private static final WorkloadFacts R2 = labelled("r2", 2);

  private static final WorkloadFacts NO_LABEL = unlabelled(2);
  private static final ReleaseMatch ANY = ReleaseMatch.whateverTheStatusShows();

  /** Release r2 after a status of it was seen. */
  private static final ReleaseMatch SEEN_R2 =
      ReleaseMatch.startedBy(R2).seenIn(demo().paused(1).view());

  record Row(
      String given,
      @Nullable RolloutFixture state,
      @Nullable WorkloadFacts workload,
      StepExpectation expectation,
      Reason reason) {
    @Override
    public String toString() {
      return given + ": " + reason;
    }
  }

  private static Row row(
      String given,
      RolloutFixture state,
      @Nullable WorkloadFacts workload,
      int step,
      Reason reason) {
    return new Row(given, state, workload, reached(step), reason);
  }

  private static Row of(
      ReleaseMatch release, String given, RolloutFixture state, int step, Reason reason) {
    return new Row(given, state, null, reached(step).of(release), reason);
  }

  static Stream<Row> otherReleases() {
    return Stream.of(
        row(
            "right after the patch the status is the release before, Completed",
            demo().succeeded().releaseBefore(),
            R2,
            3,
            Reason.OTHER_RELEASE),
        row(
            "the same, and neither release has a rollout-id",
            demo().succeeded().release("rev1", "rev1", 1),
            NO_LABEL,
            3,
            Reason.OTHER_RELEASE),
        row(
            "the same, and only the new release has a rollout-id",
            demo().succeeded().release("rev1", "rev1", 1),
            R2,
            3,
            Reason.OTHER_RELEASE),
        row(
            "the same, and only the release before had a rollout-id",
            demo().succeeded().releaseBefore(),
            NO_LABEL,
            3,
            Reason.OTHER_RELEASE),
        of(
            ReleaseMatch.rolloutId("r2"),
            "the same, asked for by rollout-id without a look at the workload",
            demo().succeeded().releaseBefore(),
            3,
            Reason.OTHER_RELEASE),
        of(
            ReleaseMatch.startedBy(deployment("r2", 2)),
            "the same, asked for by the workload that the write returned",
            demo().succeeded().releaseBefore(),
            3,
            Reason.OTHER_RELEASE),
        row(
            "the label came first and its id was copied while Healthy, then the template",
            demo().succeeded().release("r2", "rev1", 1),
            R2,
            3,
            Reason.OTHER_RELEASE),
        new Row(
            "the same, asked for by rollout-id",
            demo().succeeded().release("r2", "rev1", 1),
            R2,
            reached(3).ofRelease("r2"),
            Reason.OTHER_RELEASE),
        row(
            "the same on a Rollout that never released anything",
            demo().firstFill().id("r2"),
            R2,
            3,
            Reason.OTHER_RELEASE),
        row(
            "nothing but the label was changed while Healthy: that releases nothing",
            demo().succeeded().release("r2", "rev1", 1),
            atRest("r2", 1),
            3,
            Reason.SUCCEEDED),
        row(
            "nothing but the label was changed, and the controller has not copied it yet",
            demo().succeeded().releaseBefore(),
            atRest("r2", 1),
            3,
            Reason.OTHER_RELEASE),
        new Row(
            "another release is marked on the workload than the one that ended",
            demo().succeeded(),
            labelled("r3", 3),
            reached(3).ofRelease("r2"),
            Reason.SUCCEEDED),
        row(
            "an id without a label is left over from a release before",
            demo().paused(1).id("r1"),
            NO_LABEL,
            1,
            Reason.OTHER_RELEASE),
        row(
            "the first write has no step status",
            demo().firstFill().noStepStatus(),
            R2,
            1,
            Reason.OTHER_RELEASE),
        of(
            ReleaseMatch.startedBy(deployment("r2", 2)),
            "a newer release was seen by the controller after ours was written",
            demo().paused(1).release("r3", "rev3", 5),
            1,
            Reason.NEWER_RELEASE),
        of(
            SEEN_R2,
            "another id stands where ours was seen",
            demo().paused(1).release("r3", "rev3", 5),
            1,
            Reason.NEWER_RELEASE),
        of(
            SEEN_R2,
            "a newer release begins where ours was seen",
            demo().continuous(),
            1,
            Reason.NEWER_RELEASE),
        of(
            SEEN_R2,
            "a newer release was noticed where ours was seen",
            demo().succeeded().phase("Progressing").progressing("Initializing").condition(null),
            1,
            Reason.NEWER_RELEASE),
        of(
            SEEN_R2,
            "the same id with another revision is another release",
            demo().paused(1).revision("rev3"),
            1,
            Reason.NEWER_RELEASE));
  }

  static Stream<Row> beginnings() {
    return Stream.of(
        row(
            "the controller has written nothing",
            demo().untouched(),
            R2,
            1,
            Reason.SPEC_NOT_OBSERVED),
        row(
            "the spec is newer than the status",
            demo().paused(1).specAhead(),
            R2,
            1,
            Reason.SPEC_NOT_OBSERVED),
        row("there is no workload", demo().workloadMissing(), null, 1, Reason.WORKLOAD_NOT_FOUND),
        row(
            "a phase that is not known here",
            demo().paused(1).phase("Pondering"),
            R2,
            1,
            Reason.UNKNOWN_STATE),
        row(
            "the first fill describes what ran before the Rollout was made",
            demo().firstFill(),
            atRest("r1", 1),
            3,
            Reason.NO_RELEASE_YET),
        of(
            ANY,
            "the first fill, whichever release is meant",
            demo().firstFill(),
            3,
            Reason.NO_RELEASE_YET),
        row(
            "the release was noticed, and the step status is still the one before",
            demo().noticed(),
            R2,
            3,
            Reason.INITIALIZING),
        of(ANY, "the same, whichever release is meant", demo().noticed(), 3, Reason.INITIALIZING),
        row("the release is set up", demo().initializing(), R2, 1, Reason.INITIALIZING),
        row(
            "a canary release is begun anew, without a step status",
            demo().continuous(),
            R2,
            1,
            Reason.INITIALIZING),
        row(
            "the workload is marked as releasing, and the controller has not begun",
            demo().succeeded().release("r2", "rev1", 2),
            R2,
            3,
            Reason.INITIALIZING));
  }

  static Stream<Row> steps() {
    return Stream.of(
        row("an earlier step", demo().rolling(1, "StepUpgrade"), R2, 2, Reason.EARLIER_STEP),
        row("an earlier step awaits approval", demo().paused(1), R2, 2, Reason.EARLIER_STEP),
        row("BeforeStepUpgrade", demo().rolling(2, "BeforeStepUpgrade"), R2, 2, Reason.UPGRADING),
        row("StepUpgrade", demo().rolling(2, "StepUpgrade"), R2, 2, Reason.UPGRADING),
        row(
            "StepTrafficRouting",
            demo().rolling(2, "StepTrafficRouting"),
            R2,
            2,
            Reason.ROUTING_TRAFFIC),
        row(
            "StepMetricsAnalysis",
            demo().rolling(2, "StepMetricsAnalysis"),
            R2,
            2,
            Reason.ANALYSING),
        row("StepPaused", demo().paused(2), R2, 2, Reason.MANUAL_PAUSE),
        row("StepReady", demo().rolling(2, "StepReady"), R2, 2, Reason.STEP_READY),
        row("Completed", demo().rolling(3, "Completed"), R2, 3, Reason.LAST_STEP_DONE),
        row("the guide's Complete", demo().rolling(3, "Complete"), R2, 3, Reason.LAST_STEP_DONE),
        row(
            "a state that is not known here",
            demo().rolling(2, "Approved"),
            R2,
            2,
            Reason.UNKNOWN_STATE),
        row("no state", demo().rolling(2, ""), R2, 2, Reason.UNKNOWN_STATE),
        row(
            "a Progressing reason that is not known here: the step decides",
            demo().paused(2).progressing("Pondering"),
            R2,
            2,
            Reason.MANUAL_PAUSE),
        row("a later step", demo().rolling(3, "StepUpgrade"), R2, 2, Reason.LATER_STEP),
        row("a later step awaits approval", demo().paused(2), R2, 1, Reason.LATER_STEP),
        row("all steps done", demo().finalising(), R2, 3, Reason.FINALISING),
        row("all steps done, an early one", demo().finalising(), R2, 1, Reason.FINALISING),
        row(
            "the end, before the phase is Healthy again",
            demo().succeeded().phase("Progressing"),
            atRest("r2", 2),
            3,
            Reason.FINALISING),
        row("the end", demo().succeeded(), atRest("r2", 2), 3, Reason.SUCCEEDED),
        row("the end, an early step", demo().succeeded(), atRest("r2", 2), 1, Reason.SUCCEEDED),
        row(
            "ended by a Completed that somebody wrote at step 1",
            demo().succeeded().step(1, "Completed"),
            atRest("r2", 2),
            3,
            Reason.SUCCEEDED),
        of(ANY, "whichever release is meant", demo().paused(2), 2, Reason.MANUAL_PAUSE),
        row("the plan has no such step", demo().paused(2), R2, 4, Reason.OUTSIDE_PLAN),
        row(
            "the plan has no such step, and the status is not ours",
            demo().succeeded().releaseBefore(),
            R2,
            4,
            Reason.OUTSIDE_PLAN),
        new Row(
            "the plan is empty, and has no last step to complete",
            canary().paused(1),
            R2,
            StepExpectation.completed(),
            Reason.OUTSIDE_PLAN));
  }

  static Stream<Row> pauses() {
    return Stream.of(
        row("the last step, 100%", demo().paused(3), R2, 3, Reason.PASSES_BY_ITSELF),
        row("the only step, 100%", canary("100%").paused(1), R2, 1, Reason.PASSES_BY_ITSELF),
        row(
            "the last step, 100%, and its pause is not looked at",
            demo().pause(3, 600).paused(3), R2, 3, Reason.PASSES_BY_ITSELF),
        row(
            "the last step, a number that means all pods",
            canary(1, "50%", 10).paused(3),
            R2,
            3,
            Reason.MANUAL_PAUSE),
        row("the last step, 99%", canary(1, "99%").paused(2), R2, 2, Reason.MANUAL_PAUSE),
        row(
            "100%, and not the last step",
            canary("100%", "100%").paused(1), R2, 1, Reason.MANUAL_PAUSE),
        row(
            "blue-green's last step, 100%",
            blueGreen("50%", "100%").paused(2), R2, 2, Reason.MANUAL_PAUSE),
        row("pause: {}", demo().emptyPause(2).paused(2), R2, 2, Reason.MANUAL_PAUSE),
        row("a timer", demo().pause(2, 600).paused(2), R2, 2, Reason.TIMED_PAUSE),
        row("a timer of 0", demo().pause(2, 0).paused(2), R2, 2, Reason.TIMED_PAUSE),
        row("a timer below 0", demo().pause(2, -1).paused(2), R2, 2, Reason.TIMED_PAUSE),
        row("another step's timer", demo().pause(1, 600).paused(2), R2, 2, Reason.MANUAL_PAUSE));
  }

  static Stream<Row> standstills() {
    return Stream.of(
        row(
            "held while the step is upgraded",
            demo().heldAt(2, "StepPaused"),
            R2,
            2,
            Reason.HELD_AFTER_UPGRADE),
        row(
            "held, approved before",
            demo().heldAt(2, "StepReady"),
            R2,
            2,
            Reason.HELD_AFTER_UPGRADE),
        row("held before the upgrade", demo().heldAt(2, "StepUpgrade"), R2, 2, Reason.HELD),
        row("held at an earlier step", demo().heldAt(1, "StepPaused"), R2, 2, Reason.HELD),
        row("held at a later step", demo().heldAt(3, "StepUpgrade"), R2, 2, Reason.LATER_STEP),
        row(
            "held, and the controller has not acted on it",
            demo().paused(2).held(),
            R2,
            2,
            Reason.HELD_AFTER_UPGRADE),
        row(
            "resumed, and the controller has not acted on it",
            demo().paused(2).progressing("Paused"),
            R2,
            2,
            Reason.HELD_AFTER_UPGRADE),
        row("disabled", demo().paused(2).disabled(), R2, 2, Reason.SPEC_DISABLED),
        row("Disabling", demo().paused(2).phase("Disabling"), R2, 2, Reason.SPEC_DISABLED),
        row("Disabled", demo().disabledAt(2), R2, 2, Reason.SPEC_DISABLED),
        row(
            "disabled during the release, and enabled again",
            demo().enabledAgainAt(2),
            atRest("r2", 2),
            2,
            Reason.DISABLED_DURING_RELEASE),
        row("deleting", demo().paused(2).deleting(), R2, 2, Reason.BEING_DELETED),
        row("Terminating", demo().paused(2).phase("Terminating"), R2, 2, Reason.BEING_DELETED),
        row(
            "deleting while disabled",
            demo().disabledAt(2).deleting(),
            R2,
            2,
            Reason.BEING_DELETED),
        of(
            ReleaseMatch.rolloutId("r2"),
            "blue-green refuses a newer revision",
            blueGreen("50%", "100%").paused(1).message(REFUSAL),
            1,
            Reason.BLUE_GREEN_REFUSES_NEWER),
        of(
            ReleaseMatch.rolloutId("r2"),
            "blue-green refuses a newer revision, a later step is asked for",
            blueGreen("50%", "100%").rolling(1, "StepReady").message(REFUSAL),
            2,
            Reason.BLUE_GREEN_REFUSES_NEWER),
        of(
            ReleaseMatch.startedBy(deployment("r3", 3)),
            "blue-green refuses the very revision that is asked for",
            blueGreen("50%", "100%").paused(1).message(REFUSAL),
            1,
            Reason.BLUE_GREEN_REFUSES_NEWER),
        row(
            "the refusal's text does not count in a canary release",
            demo().paused(2).message(REFUSAL),
            R2,
            2,
            Reason.MANUAL_PAUSE));
  }

  static Stream<Row> rollbacks() {
    WorkloadFacts back = labelled("r1b", 3);
    return Stream.of(
        row("being taken back", demo().cancelling(1), back, 1, Reason.CANCELLING),
        row(
            "taken back: Healthy, and still StepPaused",
            demo().cancelled(1),
            atRest("r1b", 3),
            1,
            Reason.CANCELLED),
        row(
            "taken back, before the phase is Healthy again",
            demo().cancelled(1).phase("Progressing"),
            atRest("r1b", 3),
            1,
            Reason.CANCELLED),
        of(ANY, "taken back, whichever is meant", demo().cancelled(1), 1, Reason.CANCELLED),
        of(
            SEEN_R2,
            "ours is being taken back: the first write has the old id and the new revision",
            demo().cancelling(1).id("r2"),
            1,
            Reason.CANCELLING),
        of(SEEN_R2, "ours is being taken back", demo().cancelling(1), 1, Reason.CANCELLING),
        of(SEEN_R2, "ours was taken back", demo().cancelled(1), 1, Reason.CANCELLED),
        of(
            SEEN_R2,
            "ours walks back step by step",
            demo().rollbackInBatch().rolling(1, "StepUpgrade").release("r1b", "rev1", 3),
            1,
            Reason.ROLLING_BACK_IN_BATCHES),
        of(
            SEEN_R2,
            "the same without the annotation is a newer release",
            demo().rolling(1, "StepUpgrade").release("r1b", "rev1", 3),
            1,
            Reason.NEWER_RELEASE),
        row(
            "the walk back itself is a release like any other",
            demo().rollbackInBatch().paused(1).release("r1b", "rev1", 3),
            back,
            1,
            Reason.MANUAL_PAUSE),
        row(
            "the release before was taken back, and ours is not there yet",
            demo().cancelled(1),
            labelled("r4", 4),
            1,
            Reason.OTHER_RELEASE));
  }

  static Stream<Row> ends() {
    return Stream.of(
        new Row("no Rollout", null, R2, reached(1), Reason.ROLLOUT_NOT_FOUND),
        of(
            SEEN_R2,
            "another object has the name",
            demo().uid("uid-2").paused(1),
            1,
            Reason.ROLLOUT_RECREATED),
        of(
            SEEN_R2,
            "another object has the name, and no status",
            demo().uid("uid-2").untouched(),
            1,
            Reason.ROLLOUT_RECREATED),
        of(
            SEEN_R2,
            "the workload was deleted in the middle",
            demo().workloadMissing(),
            1,
            Reason.WORKLOAD_DELETED));
  }

  static Stream<Row> idsAndVersions() {
    return Stream.of(
        row("the label is the id", demo().paused(1), R2, 1, Reason.MANUAL_PAUSE),
        row(
            "the workload went on since (its strategy was written)",
            demo().paused(1).workloadGeneration(7),
            R2,
            1,
            Reason.MANUAL_PAUSE),
        row(
            "no label: the revision is the id",
            demo().paused(1).id("rev2"),
            NO_LABEL,
            1,
            Reason.MANUAL_PAUSE),
        row(
            "no label, in a roll-back: rollback- and the revision is the id",
            demo().cancelling(1).id("rollback-rev1"),
            unlabelled(3),
            1,
            Reason.CANCELLING),
        row(
            "no label in v0.5: the id is empty",
            demo().paused(1).id(""),
            NO_LABEL,
            1,
            Reason.MANUAL_PAUSE),
        row(
            "no label in v0.5: the id is absent",
            demo().paused(1).id(null),
            NO_LABEL,
            1,
            Reason.MANUAL_PAUSE),
        row("v0.5 has no nextStepIndex", demo().paused(1).next(null), R2, 1, Reason.MANUAL_PAUSE),
        row(
            "v0.5 has no nextStepIndex, at the last step",
            demo().paused(3).next(null),
            R2,
            3,
            Reason.PASSES_BY_ITSELF),
        row(
            "a nextStepIndex that is no step changes nothing",
            demo().paused(1).next(99),
            R2,
            1,
            Reason.MANUAL_PAUSE));
  }

  static Stream<Row> all() {
    return Stream.of(
            otherReleases(),
            beginnings(),
            steps(),
            pauses(),
            standstills(),
            rollbacks(),
            ends(),
            idsAndVersions())
        .flatMap(rows -> rows);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void judges(Row row) {
    StepReadiness readiness =
        StepReadiness.evaluate(
            row.state() == null ? null : row.state().build(), row.workload(), row.expectation());

    assertThat(readiness.reason()).as(readiness.explanation()).isEqualTo(row.reason());
    assertThat(readiness.verdict()).isEqualTo(row.reason().verdict());
    assertThat(readiness.explanation()).isNotBlank();
    assertThat(readiness.toString())
        .contains(readiness.explanation(), readiness.verdict() + "/" + readiness.reason());
    assertThat(readiness.view().isPresent()).isEqualTo(row.state() != null);
  }

  static Stream<Row> allOfAStep() {
    return all().filter(row -> row.expectation().goal() != StepExpectation.Goal.COMPLETED);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allOfAStep")
  @DisplayName("the goal does not change the judgement")
  void judgesWithoutTheGoal(Row row) {
    int step = row.expectation().stepIn(0);
    ReleaseMatch release = row.expectation().release();

    Set<Reason> reasons =
        Stream.of(
                reached(step), StepExpectation.passed(step), StepExpectation.awaitingApproval(step))
            .map(goal -> goal.of(release))
            .map(
                goal ->
                    StepReadiness.judge(
                        row.state() == null ? null : row.state().view(), row.workload(), goal))
            .map(StepReadiness::reason)
            .collect(Collectors.toSet());

    assertThat(reasons).containsExactly(row.reason());
  }

  @Test
  @DisplayName("the table gives each reason at least once")
  void coversEachReason() {
    assertThat(all().map(Row::reason).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(EnumSet.allOf(Reason.class));
  }

  @Test
  @DisplayName("each verdict has a reason")
  void coversEachVerdict() {
    assertThat(Arrays.stream(Reason.values()).map(Reason::verdict))
        .containsAll(List.of(Verdict.values()));
  }
}
