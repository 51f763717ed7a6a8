// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import static io.kruise.rollouts.client.internal.approve.ApprovalTarget.Standing.LEFT;
import static io.kruise.rollouts.client.internal.approve.ApprovalTarget.Standing.LOST;
import static io.kruise.rollouts.client.internal.approve.ApprovalTarget.Standing.PAUSED;
import static io.kruise.rollouts.client.internal.approve.ApprovalTarget.Standing.PENDING;
import static io.kruise.rollouts.client.support.RolloutFixture.blueGreen;
import static io.kruise.rollouts.client.support.RolloutFixture.canary;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.internal.approve.ApprovalTarget.Standing;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.support.RolloutFixture;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
@DisplayName("the one pause that an approval is meant for")
class ApprovalTargetTest {
  private static final String LATE = "2026-01-01T00:00:22Z";
  private static final String TOO_LATE = "2026-01-01T00:00:23Z";
  private static final String LATER = "2026-01-01T00:05:00Z";

  /** Where the pause of step 2 stands in a later reading; why, where it is lost. */
  record Row(String title, RolloutFixture later, Standing standing, String why) {
    @Override
    public String toString() {
      return title + ": " + standing;
    }
  }

  private static Row row(String title, Standing standing, RolloutFixture later) {
    return new Row(title, later, standing, "");
  }

  private static Row lost(String title, String why, RolloutFixture later) {
    return new Row(title, later, LOST, why);
  }

  static Stream<Row> laterReadings() {
    return Stream.of(
        // nothing happened, or the controller wrote over it
        row("the same", PAUSED, demo().paused(2)),
        row("only the message changed", PAUSED, demo().paused(2).message("still there")),
        row("only the pods changed", PAUSED, demo().paused(2).pods(4, 1)),
        row("the plan has a timer now", PAUSED, demo().pause(2, 600).paused(2)),
        row("a label was changed in the middle", PAUSED, demo().paused(2).id("r9")),
        row("a late pass paused it once more", PAUSED, demo().paused(2).since(LATE)),
        // approved
        row("approved", PENDING, demo().rolling(2, "StepReady")),
        row("a timer ran out", PENDING, demo().rolling(2, "StepReady").since(LATER)),
        row("approved in the plan", PENDING, demo().pause(2, 0).paused(2)),
        row("approved in the plan, below zero", PENDING, demo().pause(2, -5).paused(2)),
        // left
        row("the next step", LEFT, demo().rolling(3, "BeforeStepUpgrade")),
        row("the next step, held", LEFT, demo().heldAt(3, "BeforeStepUpgrade")),
        row("a jump forward", LEFT, canary(1, 2, 3, 4, 5).rolling(5, "StepUpgrade")),
        row("all steps done", LEFT, demo().finalising()),
        row("the end", LEFT, demo().succeeded()),
        row(
            "the end, which somebody wrote at this step",
            LEFT,
            demo().succeeded().step(2, "Completed")),
        row("the end, and the state was not moved", LEFT, demo().succeeded().step(2, "StepPaused")),
        // lost
        lost("recreated", "made anew", demo().uid("uid-2").paused(2)),
        lost("recreated, later step", "made anew", demo().uid("uid-2").rolling(3, "StepUpgrade")),
        lost("deleting", "deleted", demo().paused(2).deleting()),
        lost("Terminating", "deleted", demo().paused(2).phase("Terminating")),
        lost("disabled", "disabled", demo().paused(2).disabled()),
        lost("Disabling", "disabled", demo().paused(2).phase("Disabling")),
        lost("Disabled", "disabled", demo().disabledAt(2)),
        lost("being rolled back", "rolled back", demo().cancelling(2)),
        lost(
            "being rolled back, old revision",
            "rolled back",
            demo().cancelling(2).revision("rev2")),
        lost("rolled back", "rolled back", demo().cancelled(2)),
        lost("another revision", "another release", demo().paused(2).revision("rev3")),
        lost(
            "another revision, later step",
            "another release",
            demo().rolling(3, "StepUpgrade").revision("rev3")),
        lost("begun anew", "another release", demo().continuous()),
        lost("the workload is gone", "another release", demo().workloadMissing()),
        lost("jumped back", "step 1", demo().rolling(1, "BeforeStepUpgrade")),
        lost("jumped back and paused", "step 1", demo().paused(1)),
        lost("done again, upgrading", "again", demo().rolling(2, "BeforeStepUpgrade")),
        lost("done again, routing", "again", demo().rolling(2, "StepTrafficRouting")),
        lost("done again, analysing", "again", demo().rolling(2, "StepMetricsAnalysis")),
        lost("a state that is not known", "again", demo().rolling(2, "Approved")),
        lost("entered anew", "entered anew", demo().paused(2).since(LATER)),
        lost("entered anew, 3 s later", "entered anew", demo().paused(2).since(TOO_LATE)),
        lost("a time before", "entered anew", demo().paused(2).since("2026-01-01T00:00:19Z")),
        lost("a time that is none", "entered anew", demo().paused(2).since("soon")),
        lost("done again within 2 s", "again", demo().rolling(2, "StepUpgrade").since(LATE)),
        lost("held", "paused", demo().heldAt(2, "StepPaused")),
        lost(
            "held after it was approved",
            "before the step was left",
            demo().heldAt(2, "StepReady")),
        lost("held, not acted on yet", "paused", demo().paused(2).held()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("laterReadings")
  void findsItInLaterReadings(Row row) {
    ApprovalTarget target = ApprovalTarget.of(demo().paused(2).view());

    ApprovalTarget.Finding finding = target.find(row.later().view());

    assertThat(finding.standing()).as(finding.why()).isEqualTo(row.standing());
    assertThat(finding.why()).isNotBlank().contains(row.why());
  }

  @Test
  @DisplayName("the last step is left by Completed, and index and next step stay as they are")
  void leavesTheLastStep() {
    ApprovalTarget target = ApprovalTarget.of(canary(1, 10).paused(2).view());

    assertThat(target.find(canary(1, 10).rolling(2, "StepReady").view()).standing())
        .isEqualTo(PENDING);
    assertThat(target.find(canary(1, 10).rolling(2, "Completed").view()).standing())
        .isEqualTo(LEFT);
  }

  @Test
  @DisplayName("it is the step, the revision, the object and the moment of the reading")
  void isTakenFromTheReading() {
    RolloutView view = blueGreen("50%", "100%").pause(1, 600).paused(1).view();

    assertThat(ApprovalTarget.of(view))
        .isEqualTo(
            new ApprovalTarget(
                RolloutView.Style.BLUE_GREEN,
                1,
                "uid-1",
                "rev2",
                "2026-01-01T00:00:10Z",
                Optional.of(Duration.ofMinutes(10))));
  }
}
