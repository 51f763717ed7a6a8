// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The walk of the guide, held against the path that the real controller was recorded with. */
class PartitionWalkTest {
  static final String STRATEGY =
      "{'canary':{'enableExtraWorkloadForCanary':false,"
          + "'steps':[{'replicas':1},{'replicas':'50%'},{'replicas':'100%'}]}}";

  @Test
  void goesThroughTheRecordedStates() {
    Bench bench = Bench.ofDeployment(10);
    bench.rollout(STRATEGY);
    assertThat(bench.run().blocks())
        .containsExactly("-|-|-|-|-|-", "Healthy|-|-|-|-|-", "Healthy|-|3|-1|Completed|-");
    assertThat(bench.messages())
        .containsExactly("", "rollout is healthy", "workload deployment is completed");

    bench.release("v2", "v1");
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/Initializing|3|-1|Completed|-",
            "Progressing|True/Initializing|1|2|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|1|2|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|1|2|StepUpgrade|-",
            "Progressing|True/InRolling|1|2|StepTrafficRouting|-",
            "Progressing|True/InRolling|1|2|StepMetricsAnalysis|-",
            "Progressing|True/InRolling|1|2|StepPaused|-");
    assertThat(bench.messages())
        .containsExactly(
            "Rollout is in Progressing",
            "Rollout is in step(1/3), and upgrade workload to new version",
            "Rollout is in step(1/3), and you need manually confirm to enter the next step");

    bench.approve();
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/InRolling|1|2|StepReady|-",
            "Progressing|True/InRolling|2|3|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|2|3|StepUpgrade|-",
            "Progressing|True/InRolling|2|3|StepTrafficRouting|-",
            "Progressing|True/InRolling|2|3|StepMetricsAnalysis|-",
            "Progressing|True/InRolling|2|3|StepPaused|-");

    bench.messages();
    bench.approve();
    assertThat(bench.run(60).blocks())
        .containsExactly(
            "Progressing|True/InRolling|2|3|StepReady|-",
            "Progressing|True/InRolling|3|-1|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|3|-1|StepUpgrade|-",
            "Progressing|True/InRolling|3|-1|StepMetricsAnalysis|-",
            "Progressing|True/InRolling|3|-1|StepPaused|-",
            "Progressing|True/InRolling|3|-1|StepReady|-",
            "Progressing|True/InRolling|3|-1|Completed|-",
            "Progressing|True/Finalising|3|-1|Completed|-",
            "Progressing|True/Finalising|3|-1|Completed|RestoreStableService",
            "Progressing|True/Finalising|3|-1|Completed|FinalisingStepRouteTrafficToStable",
            "Progressing|True/Finalising|3|-1|Completed|RemoveCanaryService",
            "Progressing|True/Finalising|3|-1|Completed|ResumeWorkload",
            "Progressing|True/Finalising|3|-1|Completed|ReleaseWorkloadControl",
            "Progressing|False/Completed|3|-1|Completed|END",
            "Healthy|False/Completed|3|-1|Completed|END");
    assertThat(bench.messages())
        .containsExactly(
            "Rollout is in step(3/3), and upgrade workload to new version",
            "Rollout has been completed and some closing work is being done",
            "Rollout progressing has been completed");
    assertThat(bench.has(Bench.BATCH_RELEASE)).isFalse();
    assertThat(bench.workload().path("metadata").path("annotations").isEmpty()).isTrue();
  }
}
