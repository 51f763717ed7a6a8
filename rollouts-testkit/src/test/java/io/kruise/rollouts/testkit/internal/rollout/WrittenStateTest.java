// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** States that a client writes where the controller doesn't expect them. */
class WrittenStateTest {
  private final Bench bench = Bench.ofDeployment(5);

  private void state(String state) {
    bench.writeStatus(sub -> sub.put("currentStepState", state));
  }

  @Test
  void readyInTheMidstOfAnUpgradeSkipsIt() {
    bench.hold();
    bench.releasing(PartitionWalkTest.STRATEGY);
    bench.approve();
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/InRolling|1|2|StepReady|-",
            "Progressing|True/InRolling|2|3|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|2|3|StepUpgrade|-");
    assertThat(RollbackTest.sub(bench, "canaryReadyReplicas")).isEqualTo("0");
  }

  @Test
  void readyBeforeTheFirstStepIsWiped() {
    bench.rollout(PartitionWalkTest.STRATEGY);
    bench.run();
    bench.release("v2", "v1");
    bench.run(1);
    bench.blocks();
    bench.approve();
    assertThat(bench.run(1).blocks())
        .containsExactly(
            "Progressing|True/Initializing|1|2|StepReady|-",
            "Progressing|True/Initializing|1|2|BeforeStepUpgrade|-");
  }

  @Test
  void readyOfAHealthyRolloutStaysUntilTheNextRelease() {
    bench.rollout(PartitionWalkTest.STRATEGY);
    bench.run();
    bench.blocks();
    bench.approve();
    assertThat(bench.run().blocks()).containsExactly("Healthy|-|3|-1|StepReady|-");
    bench.release("v2", "v1");
    assertThat(bench.run(1).blocks())
        .containsExactly(
            "Progressing|True/Initializing|3|-1|StepReady|-",
            "Progressing|True/Initializing|1|2|BeforeStepUpgrade|-");
  }

  @Test
  void completedEndsTheReleaseAtAnyStep() {
    bench.releasing(PartitionWalkTest.STRATEGY);
    state("Completed");
    assertThat(bench.run().blocks())
        .startsWith(
            "Progressing|True/InRolling|1|2|Completed|-",
            "Progressing|True/Finalising|1|2|Completed|-")
        .endsWith("Healthy|False/Completed|1|2|Completed|END");
  }

  @Test
  void unknownOnesAreKeptAndIgnored() {
    bench.releasing(PartitionWalkTest.STRATEGY);
    state("Approved");
    assertThat(bench.run().blocks()).containsExactly("Progressing|True/InRolling|1|2|Approved|-");
    bench.approve();
    assertThat(bench.run(1).blocks())
        .contains("Progressing|True/InRolling|2|3|BeforeStepUpgrade|-");
  }

  @Test
  void aStepThatIsNoneStopsTheReleaseUntilItIsCorrected() {
    bench.releasing(PartitionWalkTest.STRATEGY);
    bench.writeStatus(sub -> sub.put("currentStepIndex", 0).put("nextStepIndex", 1));
    assertThat(bench.run().blocks()).containsExactly("Progressing|True/InRolling|0|1|StepPaused|-");
    bench.writeStatus(sub -> sub.put("currentStepIndex", 1).put("nextStepIndex", 2));
    bench.approve();
    assertThat(bench.run().blocks()).contains("Progressing|True/InRolling|2|3|StepPaused|-");
  }
}
