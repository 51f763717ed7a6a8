// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import org.junit.jupiter.api.Test;

class PlanChangeTest {
  private static final String PLAN =
      "{'canary':{'steps':[{'replicas':'20%'},{'replicas':'40%'},{'replicas':'100%'}]}}";

  private final Bench bench = Bench.ofDeployment(10).releasing(PLAN);

  private void step(int index, String replicas) {
    bench.patchRollout(
        rollout ->
            ((ObjectNode) Json.at(rollout, "spec", "strategy", "canary", "steps").path(index - 1))
                .put("replicas", replicas));
  }

  @Test
  void upgradesTheStepAgainThatGrows() {
    step(1, "30%");
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/InRolling|1|2|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|1|2|StepUpgrade|-",
            "Progressing|True/InRolling|1|2|StepTrafficRouting|-",
            "Progressing|True/InRolling|1|2|StepMetricsAnalysis|-",
            "Progressing|True/InRolling|1|2|StepPaused|-");
    assertThat(RollbackTest.sub(bench, "canaryReplicas")).isEqualTo("3");
    assertThat(RollbackTest.sub(bench, "rolloutHash"))
        .isEqualTo(
            bench
                .rollout()
                .path("metadata")
                .path("annotations")
                .path("rollouts.kruise.io/hash")
                .asText());
  }

  @Test
  void approvesTheStepThatShrinksBelowWhatThereIs() {
    step(1, "10%");
    assertThat(bench.run().blocks())
        .startsWith(
            "Progressing|True/InRolling|1|2|StepReady|-",
            "Progressing|True/InRolling|2|3|BeforeStepUpgrade|-");
  }

  @Test
  void goesThroughTheRoutingAgainWhenALaterStepChanges() {
    step(3, "90%");
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/InRolling|1|2|StepTrafficRouting|-",
            "Progressing|True/InRolling|1|2|StepMetricsAnalysis|-",
            "Progressing|True/InRolling|1|2|StepPaused|-");
  }

  @Test
  void looksAtThePresentStepFirstThenFromTheBegin() {
    bench.approve();
    bench.run();
    bench.blocks();
    step(2, "30%");
    assertThat(bench.run(1).blocks())
        .startsWith(
            "Progressing|True/InRolling|2|3|StepReady|-",
            "Progressing|True/InRolling|3|-1|BeforeStepUpgrade|-");
  }

  @Test
  void isNotWhatAPauseIs() {
    bench.patchRollout(
        rollout ->
            ((ObjectNode) Json.at(rollout, "spec", "strategy", "canary", "steps").path(1))
                .putObject("pause")
                .put("duration", 7));
    assertThat(bench.run().blocks()).isEmpty();
  }

  @Test
  void beginsAtTheFirstStepWhenNothingIsUpgradedYet() {
    Bench early = Bench.ofDeployment(10);
    early.rollout(PLAN.replace("{'canary'", "{'paused':true,'canary'"));
    early.run();
    early.release("v2", "v1");
    early.run();
    assertThat(early.blocks()).endsWith("Progressing|True/Paused|1|2|BeforeStepUpgrade|-");
    early.patchRollout(
        rollout -> {
          ObjectNode strategy = Json.dig(rollout, "spec", "strategy");
          strategy.put("paused", false);
          ((ObjectNode) Json.at(strategy, "canary", "steps").path(0)).put("replicas", "10%");
        });
    assertThat(early.run().blocks())
        .startsWith(
            "Progressing|True/InRolling|1|2|BeforeStepUpgrade|-",
            "Progressing|True/InRolling|1|2|StepUpgrade|-");
  }
}
