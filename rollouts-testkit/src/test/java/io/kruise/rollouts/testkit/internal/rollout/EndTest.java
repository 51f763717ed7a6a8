// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rollouts that are disabled or deleted, and workloads that go. */
class EndTest {
  private static final ObjectRef WORKLOAD =
      new ObjectRef("apps", "Deployment", Bench.NAMESPACE, "workload-demo");

  private final Bench bench = Bench.ofDeployment(5);

  private void disable(boolean disabled) {
    bench.patchRollout(rollout -> Json.dig(rollout, "spec").put("disabled", disabled));
  }

  @Test
  void disablingWindsUpTheReleaseAndKeepsTheStep() {
    bench.releasing(PartitionWalkTest.STRATEGY);
    disable(true);
    assertThat(bench.run(30).blocks())
        .containsExactly(
            "Disabling|True/InRolling|1|2|StepPaused|-",
            "Disabling|True/InRolling|1|2|StepPaused|RestoreStableService",
            "Disabling|True/InRolling|1|2|StepPaused|FinalisingStepRouteTrafficToStable",
            "Disabling|True/InRolling|1|2|StepPaused|RemoveCanaryService",
            "Disabling|True/InRolling|1|2|StepPaused|ResumeWorkload",
            "Disabling|True/InRolling|1|2|StepPaused|ReleaseWorkloadControl",
            "Disabled|True/InRolling|1|2|StepPaused|END");
    assertThat(bench.messages()).containsExactly("Rollout is disabled");
    disable(false);
    assertThat(bench.run().blocks()).containsExactly("Healthy|True/InRolling|1|2|StepPaused|END");
    bench.release("v3", "v2");
    assertThat(bench.run(1).blocks())
        .containsExactly(
            "Progressing|True/Initializing|1|2|StepPaused|END",
            "Progressing|True/Initializing|1|2|BeforeStepUpgrade|-");
  }

  @Test
  void disablingAHealthyRolloutIsOneWrite() {
    bench.rollout(PartitionWalkTest.STRATEGY);
    bench.run();
    bench.blocks();
    disable(true);
    assertThat(bench.run().blocks()).containsExactly("Disabled|-|3|-1|Completed|-");
    disable(false);
    assertThat(bench.run().blocks()).containsExactly("Healthy|-|3|-1|Completed|-");
    assertThat(bench.messages()).endsWith("Rollout is disabled", "rollout is healthy");
  }

  @Test
  void disablingBeforeTheFirstStepSaysSo() {
    bench.rollout(PartitionWalkTest.STRATEGY);
    bench.run();
    bench.release("v2", "v1");
    bench.run(1);
    bench.messages();
    disable(true);
    assertThat(bench.run(30).blocks())
        .endsWith("Disabled|True/Initializing|1|2|BeforeStepUpgrade|END");
    assertThat(bench.messages())
        .containsExactly("Disabling rollout, release resources", "Rollout is disabled");
  }

  @Test
  void deletingWindsUpTheReleaseThenGoes() {
    bench.releasing(PartitionWalkTest.STRATEGY);
    bench.delete(Bench.ROLLOUT);
    assertThat(bench.run(30).blocks())
        .containsExactly(
            "Terminating|True/InRolling|1|2|StepPaused|-",
            "Terminating|True/InRolling|1|2|StepPaused|RestoreStableService",
            "Terminating|True/InRolling|1|2|StepPaused|FinalisingStepRouteTrafficToStable",
            "Terminating|True/InRolling|1|2|StepPaused|RemoveCanaryService",
            "Terminating|True/InRolling|1|2|StepPaused|ResumeWorkload",
            "Terminating|True/InRolling|1|2|StepPaused|ReleaseWorkloadControl",
            "Terminating|True/InRolling|1|2|StepPaused|END");
    assertThat(bench.terminating()).containsExactly("True/InTerminating", "False/Completed");
    assertThat(bench.has(Bench.ROLLOUT)).isFalse();
    assertThat(bench.has(Bench.BATCH_RELEASE)).isFalse();
    assertThat(bench.workload().path("metadata").path("annotations").isEmpty()).isTrue();
  }

  @Test
  void deletingAfterAFinishedReleaseHasNothingMoreToDo() {
    bench.releasing(PartitionWalkTest.STRATEGY);
    bench.approve();
    bench.run();
    bench.approve();
    bench.run(30);
    bench.blocks();
    bench.delete(Bench.ROLLOUT);
    assertThat(bench.run().blocks())
        .containsExactly("Terminating|False/Completed|3|-1|Completed|END");
    assertThat(bench.has(Bench.ROLLOUT)).isFalse();
  }

  @Test
  void deletingBeforeAnyReleaseGoesThroughTheTasks() {
    bench.rollout(PartitionWalkTest.STRATEGY);
    bench.run();
    bench.delete(Bench.ROLLOUT);
    assertThat(bench.run(30).blocks())
        .endsWith(
            "Terminating|-|3|-1|Completed|ResumeWorkload",
            "Terminating|-|3|-1|Completed|ReleaseWorkloadControl",
            "Terminating|-|3|-1|Completed|END");
    assertThat(bench.has(Bench.ROLLOUT)).isFalse();
  }

  @Test
  void withoutItsWorkloadARolloutForgetsAll() {
    bench.releasing(PartitionWalkTest.STRATEGY);
    bench.delete(WORKLOAD);
    assertThat(bench.run().blocks()).containsExactly("Initial|-|-|-|-|-");
    assertThat(bench.status())
        .isEqualTo(
            Bench.json(
                "{'observedGeneration':2,'phase':'Initial','message':'Workload Not Found',"
                    + "'currentStepIndex':0,'currentStepState':''}"));
    assertThat(bench.has(Bench.BATCH_RELEASE)).isTrue();
  }

  @Test
  void deletingWithoutAWorkloadIsPossible() {
    bench.rollout(PartitionWalkTest.STRATEGY);
    bench.delete(WORKLOAD);
    bench.run();
    bench.delete(Bench.ROLLOUT);
    bench.run(30);
    assertThat(List.of(bench.has(Bench.ROLLOUT), bench.has(WORKLOAD))).containsOnly(false);
  }
}
