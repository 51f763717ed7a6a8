// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import org.junit.jupiter.api.Test;

class RollbackTest {

  @Test
  void cancelsTheReleaseAndLeavesTheStepAsItWas() {
    Bench bench = Bench.ofDeployment(5).releasing(PartitionWalkTest.STRATEGY);
    bench.release("v1", "v1");
    assertThat(bench.run(30).blocks())
        .containsExactly(
            "Progressing|True/Cancelling|1|2|StepPaused|-",
            "Progressing|True/Cancelling|1|2|StepPaused|FinalisingStepRouteTrafficToStable",
            "Progressing|True/Cancelling|1|2|StepPaused|ResumeWorkload",
            "Progressing|True/Cancelling|1|2|StepPaused|ReleaseWorkloadControl",
            "Progressing|True/Cancelling|1|2|StepPaused|RestoreStableService",
            "Progressing|True/Cancelling|1|2|StepPaused|RemoveCanaryService",
            "Progressing|False/Completed|1|2|StepPaused|END",
            "Healthy|False/Completed|1|2|StepPaused|END");
    assertThat(bench.messages())
        .containsExactly(
            "The workload has been rolled back and the rollout process will be cancelled",
            "Rollout progressing has been cancelled");
    assertThat(condition(bench, "Succeeded").path("status").asText()).isEqualTo("False");
    assertThat(bench.events())
        .anyMatch(
            each ->
                each.path("message")
                    .asText()
                    .equals("workload has been rollback, then rollout is canceled"));
  }

  @Test
  void callsTheReleaseByTheRollbacksRevisionForAMoment() {
    Bench bench = Bench.ofDeployment(5).releasing(PartitionWalkTest.STRATEGY);
    String before = sub(bench, "observedRolloutID");
    bench.release("v1", "v1");
    bench.run(1);
    String revision = sub(bench, "canaryRevision");
    assertThat(revision).isNotEqualTo(before);
    assertThat(sub(bench, "observedRolloutID")).isEqualTo(revision);
    assertThat(bench.ids()).containsSubsequence(before, "rollback-" + revision, revision);
  }

  @Test
  void waitsForTheEndOfAPause() {
    Bench bench = Bench.ofDeployment(5).releasing(PartitionWalkTest.STRATEGY);
    bench.patchRollout(rollout -> Json.dig(rollout, "spec", "strategy").put("paused", true));
    bench.run();
    bench.release("v1", "v1");
    assertThat(bench.run().blocks()).containsExactly("Progressing|True/Paused|1|2|StepPaused|-");
    bench.patchRollout(rollout -> Json.dig(rollout, "spec", "strategy").put("paused", false));
    assertThat(bench.run().blocks())
        .startsWith(
            "Progressing|True/InRolling|1|2|StepPaused|-",
            "Progressing|True/Cancelling|1|2|StepPaused|-");
  }

  @Test
  void walksBatchByBatchWhereTheAnnotationSaysSo() {
    Bench bench = Bench.of("apps/v1", "StatefulSet", 5);
    bench.workloadStatus(
        "{'currentRevision':'v1','updateRevision':'v1','replicas':5,'updatedReplicas':5}");
    bench.rollout(PartitionWalkTest.STRATEGY);
    bench.patchRollout(
        rollout ->
            Json.dig(rollout, "metadata", "annotations")
                .put(RolloutAnnotations.ROLLBACK_IN_BATCH, "true"));
    bench.run();
    bench.release("v2", "v1");
    bench.workloadStatus("{'updateRevision':'v2','updatedReplicas':1}");
    bench.run();
    bench.blocks();

    bench.patchWorkload(
        workload -> Json.dig(workload, "spec").set("template", Bench.template("v1")));
    bench.workloadStatus("{'updateRevision':'v1','updatedReplicas':4}");
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/InRolling|1|2|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|1|2|StepUpgrade|-",
            "Progressing|True/InRolling|1|2|StepTrafficRouting|-",
            "Progressing|True/InRolling|1|2|StepMetricsAnalysis|-",
            "Progressing|True/InRolling|1|2|StepPaused|-");
    assertThat(
            Meta.annotation(bench.get(Bench.BATCH_RELEASE), RolloutAnnotations.ROLLBACK_IN_BATCH))
        .isEqualTo("true");
    assertThat(sub(bench, "canaryRevision")).isEqualTo("v1");
  }

  @Test
  void isNoneWhenItComesBeforeTheReleaseBegan() {
    Bench bench = Bench.ofDeployment(5);
    bench.rollout(PartitionWalkTest.STRATEGY);
    bench.run();
    bench.release("v2", "v1");
    bench.run(1);
    bench.release("v1", "v1");
    bench.blocks();
    assertThat(bench.run().blocks())
        .contains("Progressing|True/InRolling|1|2|StepPaused|-")
        .noneMatch(block -> block.contains("Cancelling"));
    assertThat(sub(bench, "podTemplateHash")).isEqualTo("hash-v1");
  }

  static JsonNode condition(Bench bench, String type) {
    return Json.items(bench.status().path("conditions")).stream()
        .filter(each -> each.path("type").asText().equals(type))
        .findFirst()
        .orElseThrow();
  }

  static String sub(Bench bench, String field) {
    return bench.status().path("canaryStatus").path(field).asText();
  }
}
