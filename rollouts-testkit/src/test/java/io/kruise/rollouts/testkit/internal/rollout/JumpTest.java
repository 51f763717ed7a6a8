// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.testkit.internal.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JumpTest {
  private static final String FOUR_STEPS =
      "{'canary':{'steps':"
          + "[{'replicas':1},{'replicas':'40%'},{'replicas':'60%'},{'replicas':'100%'}]}}";

  private final Bench bench = Bench.ofDeployment(5).releasing(FOUR_STEPS);

  private void next(int index) {
    bench.writeStatus(sub -> sub.put("nextStepIndex", index));
  }

  @Test
  void goesForward() {
    next(3);
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/InRolling|1|3|StepPaused|-",
            "Progressing|True/InRolling|3|4|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|3|4|StepUpgrade|-",
            "Progressing|True/InRolling|3|4|StepTrafficRouting|-",
            "Progressing|True/InRolling|3|4|StepMetricsAnalysis|-",
            "Progressing|True/InRolling|3|4|StepPaused|-");
  }

  @Test
  void toWhereTheReleaseIsSkipsTheUpgrade() {
    next(1);
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/InRolling|1|1|StepPaused|-",
            "Progressing|True/InRolling|1|2|StepTrafficRouting|-",
            "Progressing|True/InRolling|1|2|StepMetricsAnalysis|-",
            "Progressing|True/InRolling|1|2|StepPaused|-");
  }

  @Test
  void isWhatAHandWrittenIndexComesTo() {
    bench.writeStatus(sub -> sub.put("currentStepIndex", 2));
    assertThat(bench.run().blocks())
        .startsWith(
            "Progressing|True/InRolling|2|2|StepPaused|-",
            "Progressing|True/InRolling|2|3|BeforeStepUpgrade|-");
  }

  @Test
  void winsOverAnApprovalInTheSameWrite() {
    bench.writeStatus(sub -> sub.put("nextStepIndex", 4).put("currentStepState", "StepReady"));
    assertThat(bench.run(1).blocks())
        .startsWith(
            "Progressing|True/InRolling|1|4|StepReady|-",
            "Progressing|True/InRolling|4|-1|BeforeStepUpgrade|-");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -5, 99})
  void toNowhereIsKeptAndIgnored(int index) {
    next(index);
    assertThat(bench.run().blocks())
        .containsExactly("Progressing|True/InRolling|1|" + index + "|StepPaused|-");
    bench.approve();
    assertThat(bench.run(1).blocks())
        .startsWith(
            "Progressing|True/InRolling|1|" + index + "|StepReady|-",
            "Progressing|True/InRolling|2|3|BeforeStepUpgrade|-");
  }

  @Test
  void waitsForTheEndOfAPause() {
    bench.patchRollout(rollout -> Json.dig(rollout, "spec", "strategy").put("paused", true));
    bench.run();
    next(3);
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/Paused|1|2|StepPaused|-", "Progressing|True/Paused|1|3|StepPaused|-");
    bench.patchRollout(rollout -> Json.dig(rollout, "spec", "strategy").put("paused", false));
    assertThat(bench.run(1).blocks())
        .startsWith(
            "Progressing|True/InRolling|1|3|StepPaused|-",
            "Progressing|True/InRolling|3|4|BeforeStepUpgrade|-");
  }
}
