// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PauseTest {

  private static String steps(String pauseOfFirst, String lastReplicas) {
    return "{'canary':{'steps':[{'replicas':1,'pause':"
        + pauseOfFirst
        + "},{'replicas':"
        + lastReplicas
        + "}]}}";
  }

  @Test
  void lastsFromTheEndOfTheRoutingForItsTime() {
    Bench bench = Bench.ofDeployment(5).releasing(steps("{'duration':60}", "'100%'"));
    assertThat(bench.status().path("message").asText())
        .isEqualTo("Rollout is in step(1/2), and wait duration(60 seconds) to enter the next step");
    Instant since = Instant.parse(RollbackTest.sub(bench, "lastUpdateTime"));
    assertThat(bench.run(30).blocks()).isEmpty();
    assertThat(bench.run().blocks())
        .startsWith(
            "Progressing|True/InRolling|1|2|StepReady|-",
            "Progressing|True/InRolling|2|-1|BeforeStepUpgrade|-");
    assertThat(bench.timeOf("Progressing|True/InRolling|1|2|StepReady|-"))
        .isBetween(since.plusSeconds(60), since.plusSeconds(60).plus(Duration.ofMillis(10)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -5})
  void isOverAtOnceButPassedThrough(int seconds) {
    Bench bench = Bench.ofDeployment(5);
    bench.rollout(steps("{'duration':" + seconds + "}", "'100%'"));
    bench.run();
    bench.release("v2", "v1");
    assertThat(bench.run(60).blocks())
        .containsSubsequence(
            "Progressing|True/InRolling|1|2|StepPaused|-",
            "Progressing|True/InRolling|1|2|StepReady|-",
            "Progressing|True/InRolling|2|-1|BeforeStepUpgrade|-",
            "Healthy|False/Completed|2|-1|Completed|END");
  }

  @Test
  void endsWhenItsTimeIsTakenAway() {
    Bench bench = Bench.ofDeployment(5).releasing(steps("{}", "'100%'"));
    bench.patchRollout(rollout -> pause(rollout).put("duration", 0));
    assertThat(bench.run(1).blocks())
        .startsWith(
            "Progressing|True/InRolling|1|2|StepReady|-",
            "Progressing|True/InRolling|2|-1|BeforeStepUpgrade|-");
  }

  @Test
  void waitsForAnApprovalWhenItsTimeIsRemoved() {
    Bench bench = Bench.ofDeployment(5).releasing(steps("{'duration':60}", "'100%'"));
    bench.patchRollout(rollout -> pause(rollout).remove("duration"));
    assertThat(bench.run(120).blocks()).isEmpty();
    assertThat(bench.messages())
        .containsExactly(
            "Rollout is in step(1/2), and you need manually confirm to enter the next step");
  }

  private static ObjectNode pause(ObjectNode rollout) {
    return (ObjectNode)
        Json.at(rollout, "spec", "strategy", "canary", "steps").path(0).path("pause");
  }

  @Test
  void isLeftOutOnlyByALastStepOfTheText100Percent() {
    Bench asNumber = Bench.ofDeployment(5).releasing(steps("{}", "5"));
    asNumber.approve();
    assertThat(asNumber.run(60).blocks()).endsWith("Progressing|True/InRolling|2|-1|StepPaused|-");
    Bench asText = Bench.ofDeployment(5).releasing(steps("{}", "'100%'"));
    asText.approve();
    assertThat(asText.run(60).blocks()).endsWith("Healthy|False/Completed|2|-1|Completed|END");
  }

  @Test
  void ofTheWholeRolloutKeepsAnApprovalForLater() {
    Bench bench = Bench.ofDeployment(5).releasing(PartitionWalkTest.STRATEGY);
    bench.patchRollout(rollout -> Json.dig(rollout, "spec", "strategy").put("paused", true));
    assertThat(bench.run().blocks()).containsExactly("Progressing|True/Paused|1|2|StepPaused|-");
    bench.approve();
    assertThat(bench.run().blocks()).containsExactly("Progressing|True/Paused|1|2|StepReady|-");
    assertThat(bench.messages())
        .containsExactly("Rollout has been paused, you can resume it by kube-cli");
    bench.patchRollout(rollout -> Json.dig(rollout, "spec", "strategy").put("paused", false));
    assertThat(bench.run(1).blocks())
        .startsWith(
            "Progressing|True/InRolling|1|2|StepReady|-",
            "Progressing|True/InRolling|2|3|BeforeStepUpgrade|-");
    assertThat(bench.stateMessages())
        .contains("BeforeStepUpgrade: Rollout has been paused, you can resume it by kube-cli");
    assertThat(RollbackTest.condition(bench, "Progressing").path("message").asText())
        .isEqualTo("Rollout has been paused, you can resume it by kube-cli");
  }
}
