// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import static io.kruise.rollouts.client.ApproveOptions.currentStep;
import static io.kruise.rollouts.client.ApproveOptions.step;
import static io.kruise.rollouts.client.internal.approve.ApprovalGate.Pass.ALREADY_PASSED;
import static io.kruise.rollouts.client.internal.approve.ApprovalGate.Pass.ASK_WORKLOAD;
import static io.kruise.rollouts.client.internal.approve.ApprovalGate.Pass.BEGIN;
import static io.kruise.rollouts.client.internal.approve.ApprovalGate.Pass.BEHIND;
import static io.kruise.rollouts.client.internal.approve.ApprovalGate.Pass.REFUSE;
import static io.kruise.rollouts.client.support.RolloutFixture.blueGreen;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.Workloads.atRest;
import static io.kruise.rollouts.client.support.Workloads.labelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.internal.approve.ApprovalGate.Pass;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.WorkloadFacts;
import io.kruise.rollouts.client.support.RolloutFixture;
import io.kruise.rollouts.client.support.Workloads;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
@DisplayName("whether a step may be approved")
class ApprovalGateTest {
  private static final WorkloadFacts R2 = labelled("r2", 2);

  record Row(
      String title,
      ApproveOptions options,
      RolloutFixture state,
      @Nullable WorkloadFacts workload,
      Pass pass) {
    @Override
    public String toString() {
      return title + ": " + pass;
    }
  }

  private static Row row(
      String title,
      ApproveOptions options,
      RolloutFixture state,
      @Nullable WorkloadFacts workload,
      Pass pass) {
    return new Row(title, options, state, workload, pass);
  }

  static Stream<Row> rows() {
    ApproveOptions ofR2 = step(1).ofRelease("r2");
    ApproveOptions ofWritten = step(1).of(ReleaseMatch.startedBy(Workloads.releasing("r2", 2)));
    return Stream.of(
        // what may be approved
        row("paused", step(1), demo().paused(1), R2, BEGIN),
        row("paused, the current one", currentStep(), demo().paused(2), R2, BEGIN),
        row("paused, named release", ofR2, demo().paused(1), null, BEGIN),
        row("paused, written release", ofWritten, demo().paused(1), null, BEGIN),
        row("timed", step(1), demo().pause(1, 600).paused(1), R2, BEGIN),
        row("passes by itself", step(3), demo().paused(3), R2, BEGIN),
        row("approved already", step(1), demo().rolling(1, "StepReady"), R2, BEGIN),
        row("blue-green's last", step(2), blueGreen(1, "100%").paused(2), R2, BEGIN),
        // what the workload must be asked for
        row("paused", step(1), demo().paused(1), null, ASK_WORKLOAD),
        row("paused, the current one", currentStep(), demo().paused(2), null, ASK_WORKLOAD),
        row("upgrading", step(1), demo().rolling(1, "StepUpgrade"), null, ASK_WORKLOAD),
        row("another step", step(2), demo().paused(1), null, ASK_WORKLOAD),
        row("passed", step(1), demo().paused(2), null, ASK_WORKLOAD),
        row("ended", step(1), demo().succeeded(), null, ASK_WORKLOAD),
        row("taken back", step(1), demo().cancelled(1), null, ASK_WORKLOAD),
        // with the workload
        row("upgrading", step(1), demo().rolling(1, "StepUpgrade"), R2, REFUSE),
        row("another step", step(2), demo().paused(1), R2, REFUSE),
        row("no such step", step(4), demo().paused(1), R2, REFUSE),
        row("held", step(1), demo().heldAt(1, "StepPaused"), R2, REFUSE),
        row("held, approved before", step(1), demo().heldAt(1, "StepReady"), R2, REFUSE),
        row("disabled", step(1), demo().disabledAt(1), R2, REFUSE),
        row("deleting", step(1), demo().paused(1).deleting(), R2, REFUSE),
        row("taken back", step(1), demo().cancelled(1), atRest("r1b", 3), REFUSE),
        row("refused newer", step(1), refusesNewer(), R2, REFUSE),
        row("not seen yet", step(1), demo().paused(1).specAhead(), R2, BEHIND),
        row("not seen yet, named", ofR2, demo().paused(1).specAhead(), null, BEHIND),
        row(
            "not seen yet, the current one",
            currentStep(),
            demo().paused(1).specAhead(),
            null,
            BEHIND),
        row("the workload holds another", step(1), demo().paused(1), labelled("r3", 3), BEHIND),
        row(
            "the workload holds another",
            currentStep(),
            demo().paused(1),
            labelled("r3", 3),
            BEHIND),
        row("begins", step(1), demo().noticed(), R2, REFUSE),
        row("passed", step(1), demo().paused(2), R2, ALREADY_PASSED),
        row("all steps done", step(1), demo().finalising(), R2, ALREADY_PASSED),
        row("last step done", step(3), demo().rolling(3, "Completed"), R2, ALREADY_PASSED),
        row("ended", step(1), demo().succeeded(), atRest("r2", 2), ALREADY_PASSED),
        row("the release before", step(1), demo().succeeded().releaseBefore(), R2, BEHIND),
        row(
            "the id was copied early",
            step(1),
            demo().succeeded().release("r2", "rev1", 1),
            R2,
            BEHIND),
        row("paused, another release", step(1), demo().paused(1).releaseBefore(), R2, BEHIND),
        // of a named release
        row("upgrading, named", ofR2, demo().rolling(1, "StepUpgrade"), null, REFUSE),
        row("another release, named", ofR2, demo().paused(1).releaseBefore(), null, REFUSE),
        row("the one before, written", ofWritten, demo().succeeded().releaseBefore(), null, REFUSE),
        row(
            "the id was copied early, written",
            ofWritten,
            demo().succeeded().release("r2", "rev1", 1),
            null,
            REFUSE),
        row("passed, named", ofR2, demo().paused(2), null, ASK_WORKLOAD),
        row("passed, named", ofR2, demo().paused(2), R2, ALREADY_PASSED),
        row("passed, written", ofWritten, demo().paused(2), null, ASK_WORKLOAD),
        row("passed, written", ofWritten, demo().paused(2), R2, ALREADY_PASSED),
        row(
            "the id was copied early, named",
            ofR2,
            demo().succeeded().release("r2", "rev1", 1),
            R2,
            BEHIND),
        row(
            "passed, named, and the workload holds another one by now",
            ofR2,
            demo().paused(2),
            labelled("r3", 9),
            ALREADY_PASSED),
        // the current one, whichever it is
        row("nothing paused", currentStep(), demo().rolling(1, "StepUpgrade"), null, REFUSE),
        row("ended, the current one", currentStep(), demo().succeeded(), null, REFUSE),
        row("no step, the current one", currentStep(), demo().continuous(), null, REFUSE));
  }

  private static RolloutFixture refusesNewer() {
    return blueGreen("50%", "100%").paused(1).message("…, please rollback first");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void passes(Row row) {
    ApprovalGate.Answer answer =
        new ApprovalGate(row.options()).ask(row.state().view(), row.workload());

    assertThat(answer.pass()).as(answer.readiness().toString()).isEqualTo(row.pass());
  }

  @Test
  @DisplayName("it knows which step is meant")
  void knowsTheStep() {
    assertThat(new ApprovalGate(step(3)).stepIndex(demo().paused(2).view())).isEqualTo(3);
    assertThat(new ApprovalGate(currentStep()).stepIndex(demo().paused(2).view())).isEqualTo(2);
    assertThat(new ApprovalGate(currentStep()).stepIndex(demo().continuous().view())).isEqualTo(1);
    assertThat(new ApprovalGate(step(3)).wanted()).isEqualTo("step 3");
    assertThat(new ApprovalGate(currentStep()).wanted()).isEqualTo("the current step");
  }
}
