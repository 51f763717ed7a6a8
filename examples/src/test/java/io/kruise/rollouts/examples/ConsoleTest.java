// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ConsoleTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Duration elapsed = Duration.ofMillis(1_234);

  @Test
  @DisplayName("plain: time, step, state, pods; what looks the same is not repeated")
  void plain() {
    play(console(false, true));

    assertThat(bytes.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            """
            Kruise Rollouts quick start in namespace demo of https://host/

               1.2 s  prepare   namespace demo created
               1.2 s  prepare   Deployment workload-demo and Rollout rollouts-demo created, waiting for 10 pods
               1.2 s  prepare   armed                ○○○○○○○○○○  10 pods of version-1
               1.2 s  release   started              version-2-abc
               1.2 s  release   starting             the controller prepares the release's first step
               1.2 s  step 2/3  StepUpgrade          ●○○○○○○○○○
               1.2 s  step 2/3  StepPaused           ●●●●●○○○○○  awaits approval
               1.2 s  step 2/3  counted              ●●●●●○○○○○  5 of 10 pods run version-2
              62.5 s  step 2/3  approved             by 2 writes, confirmed
              62.5 s  clean up  namespace demo removed

            Done in 62.5 s: version-2 ran on 1 pod, then on 5, then on all 10.
            """);
  }

  @Test
  @DisplayName("a terminal gets colours, and the same text")
  void colour() {
    play(console(false, true));
    String plain = bytes.toString(UTF_8);
    bytes.reset();
    elapsed = Duration.ofMillis(1_234);

    play(console(true, true));

    String coloured = bytes.toString(UTF_8);
    assertThat(coloured).contains("\033[2m   1.2 s\033[0m", "\033[32mDone in 62.5 s\033[0m");
    assertThat(coloured.replaceAll("\033\\[\\d+m", "")).isEqualTo(plain);
  }

  @Test
  @DisplayName("a character set without dots gets ASCII")
  void ascii() {
    console(false, false).counted(5);

    assertThat(bytes.toString(UTF_8)).contains("#####.....  5 of 10 pods").isASCII();
  }

  private Console console(boolean colour, boolean dots) {
    return new Console(
        new PrintStream(bytes, true, UTF_8), new Console.Look(colour, dots), () -> elapsed);
  }

  private void play(Console console) {
    console.title("https://host/", "demo");
    console.note("prepare", "namespace demo created");
    console.created();
    console.armed();
    console.started("version-2-abc");
    console.progress(readiness("Initializing", "StepUpgrade", 0));
    console.progress(readiness("Initializing", "StepUpgrade", 0));
    console.progress(readiness("InRolling", "StepUpgrade", 1));
    console.progress(readiness("InRolling", "StepUpgrade", 1));
    StepReadiness paused = readiness("InRolling", "StepPaused", 5);
    console.progress(paused);
    console.counted(5);
    elapsed = Duration.ofMillis(62_500);
    console.approved(new Approval(2, 2, paused.view().orElseThrow()));
    console.note("clean up", "namespace demo removed");
    console.done();
  }

  private static StepReadiness readiness(String reason, String state, int pods) {
    Rollout rollout =
        Serialization.unmarshal(
            """
            apiVersion: rollouts.kruise.io/v1beta1
            kind: Rollout
            metadata: {name: rollouts-demo, namespace: demo, uid: u, generation: 1}
            spec:
              workloadRef: {apiVersion: apps/v1, kind: Deployment, name: workload-demo}
              strategy: {canary: {steps: [{replicas: 1}, {replicas: 50%%}, {replicas: 100%%}]}}
            status:
              observedGeneration: 1
              phase: Progressing
              conditions: [{type: Progressing, status: "True", reason: %s}]
              canaryStatus: {observedRolloutID: version-2-abc, currentStepIndex: 2,
                currentStepState: %s, canaryReplicas: %d, canaryReadyReplicas: %d}
            """
                .formatted(reason, state, pods, pods),
            Rollout.class);
    return StepReadiness.evaluate(
        rollout, null, StepExpectation.awaitingApproval(2).ofRelease("version-2-abc"));
  }
}
