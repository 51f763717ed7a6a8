// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContinuousReleaseTest {

  @Test
  void beginsAnewWithoutTheWaitOfTheFirstTime() {
    Bench bench = Bench.ofDeployment(5).releasing(PartitionWalkTest.STRATEGY);
    bench.release("v3", "v1");
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/Initializing|-|-|-|-",
            "Progressing|True/InRolling|1|2|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|1|2|StepUpgrade|-",
            "Progressing|True/InRolling|1|2|StepTrafficRouting|-",
            "Progressing|True/InRolling|1|2|StepMetricsAnalysis|-",
            "Progressing|True/InRolling|1|2|StepPaused|-");
    assertThat(bench.messages())
        .startsWith(
            "Workload is continuous release",
            "Rollout is in Progressing",
            "Rollout is in step(1/3), and upgrade workload to new version");
    assertThat(RollbackTest.sub(bench, "podTemplateHash")).isEqualTo("hash-v3");
  }

  @Test
  void leavesTheStepAtTheTopAsItWasWhileThereIsNone() {
    Bench bench = Bench.ofDeployment(5).releasing(PartitionWalkTest.STRATEGY);
    bench.release("v3", "v1");
    bench.run();
    assertThat(bench.tops()).containsSubsequence("1|StepPaused|none", "1|BeforeStepUpgrade|sub");
  }

  @Test
  void isRefusedByBlueGreen() {
    Bench bench = Bench.ofDeployment(4).releasing(BlueGreenWalkTest.STRATEGY);
    bench.release("v3", "v1");
    assertThat(bench.run().blocks()).isEmpty();
    assertThat(bench.status().path("message").asText())
        .isEqualTo(
            "new version releasing detected in the progress of blue-green release, please rollback"
                + " first");
    bench.approve();
    assertThat(bench.run().blocks()).containsExactly("Progressing|True/InRolling|1|2|StepReady|-");
    bench.release("v1", "v1");
    assertThat(bench.run(30).blocks())
        .containsExactly(
            "Progressing|True/Cancelling|1|2|StepReady|-",
            "Progressing|True/Cancelling|1|2|StepReady|FinalisingStepRouteTrafficToStable",
            "Progressing|True/Cancelling|1|2|StepReady|ResumeWorkload",
            "Progressing|True/Cancelling|1|2|StepReady|RestoreStableService",
            "Progressing|True/Cancelling|1|2|StepReady|RemoveCanaryService",
            "Progressing|True/Cancelling|1|2|StepReady|ReleaseWorkloadControl",
            "Progressing|False/Completed|1|2|StepReady|END",
            "Healthy|False/Completed|1|2|StepReady|END");
  }
}
