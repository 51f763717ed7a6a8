// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlueGreenWalkTest {
  static final String STRATEGY = "{'blueGreen':{'steps':[{'replicas':'50%'},{'replicas':'100%'}]}}";

  @Test
  void goesThroughTheRecordedStates() {
    Bench bench = Bench.ofDeployment(4);
    bench.rollout(STRATEGY);
    assertThat(bench.run().blocks())
        .containsExactly("-|-|-|-|-|-", "Healthy|-|-|-|-|-", "Healthy|-|2|-1|Completed|-");
    bench.release("v2", "v1");
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/Initializing|2|-1|Completed|-",
            "Progressing|True/Initializing|1|2|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|1|2|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|1|2|StepUpgrade|-",
            "Progressing|True/InRolling|1|2|StepTrafficRouting|-",
            "Progressing|True/InRolling|1|2|StepMetricsAnalysis|-",
            "Progressing|True/InRolling|1|2|StepPaused|-");
    bench.approve();
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/InRolling|1|2|StepReady|-",
            "Progressing|True/InRolling|2|-1|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|2|-1|StepUpgrade|-",
            "Progressing|True/InRolling|2|-1|StepTrafficRouting|-",
            "Progressing|True/InRolling|2|-1|StepMetricsAnalysis|-",
            "Progressing|True/InRolling|2|-1|StepPaused|-");
    bench.messages();
    bench.approve();
    assertThat(bench.run(30).blocks())
        .containsExactly(
            "Progressing|True/InRolling|2|-1|StepReady|-",
            "Progressing|True/InRolling|2|-1|Completed|-",
            "Progressing|True/Finalising|2|-1|Completed|-",
            "Progressing|True/Finalising|2|-1|Completed|FinalisingStepRouteTrafficToNew",
            "Progressing|True/Finalising|2|-1|Completed|RestoreStableService",
            "Progressing|True/Finalising|2|-1|Completed|ResumeWorkload",
            "Progressing|True/Finalising|2|-1|Completed|FinalisingStepRouteTrafficToStable",
            "Progressing|True/Finalising|2|-1|Completed|RemoveCanaryService",
            "Progressing|True/Finalising|2|-1|Completed|ReleaseWorkloadControl",
            "Progressing|False/Completed|2|-1|Completed|END",
            "Healthy|False/Completed|2|-1|Completed|END");
    assertThat(bench.status().has("canaryStatus")).isFalse();
    assertThat(bench.status().path("blueGreenStatus").path("updatedReplicas").asInt()).isEqualTo(4);
  }

  @Test
  void beginsTheUpgradeInThePassThatPreparesIt() {
    Bench bench = Bench.ofDeployment(4);
    bench.rollout(STRATEGY);
    bench.run();
    bench.release("v2", "v1");
    bench.run();
    assertThat(bench.messages())
        .containsSubsequence(
            "Rollout is in Progressing",
            "Rollout is in step(1/2), and upgrade workload to new version");
    assertThat(bench.stateMessages())
        .contains("StepUpgrade: Rollout is in step(1/2), and upgrade workload to new version")
        .doesNotContain("StepUpgrade: Rollout is in Progressing");
    assertThat(bench.get(Bench.BATCH_RELEASE).path("spec").path("releasePlan").toString())
        .isEqualTo(
            "{\"batches\":[{\"canaryReplicas\":\"50%\"},{\"canaryReplicas\":\"100%\"}],"
                + "\"batchPartition\":0,\"rolloutID\":\""
                + bench.status().path("blueGreenStatus").path("observedRolloutID").asText()
                + "\",\"rollingStyle\":\"BlueGreen\",\"enableExtraWorkloadForCanary\":false}");
  }
}
