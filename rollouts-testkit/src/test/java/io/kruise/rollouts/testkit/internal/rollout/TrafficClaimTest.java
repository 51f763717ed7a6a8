// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrafficClaimTest {
  private static final ObjectRef ROUTING =
      new ObjectRef("rollouts.kruise.io", "TrafficRouting", Bench.NAMESPACE, "tr");
  private static final String FINALIZER = "progressing.rollouts.kruise.io/rollouts-demo";

  private final Bench bench = Bench.ofDeployment(5);

  @BeforeEach
  void begin() {
    bench.rollout(PartitionWalkTest.STRATEGY);
    bench.patchRollout(
        rollout ->
            Json.dig(rollout, "metadata", "annotations")
                .put("rollouts.kruise.io/trafficrouting", "tr"));
    bench.run();
    bench.release("v2", "v1");
  }

  private void createRouting() {
    ObjectNode routing =
        Bench.json("{'apiVersion':'rollouts.kruise.io/v1alpha1','kind':'TrafficRouting'}");
    Json.dig(routing, "metadata").put("name", "tr");
    bench.create(routing);
  }

  private void phase(String phase) {
    bench.patch(ROUTING, "status", routing -> Json.dig(routing, "status").put("phase", phase));
  }

  @Test
  void isTakenBeforeTheFirstStepAndGivenBackInTheEnd() {
    createRouting();
    assertThat(bench.run().blocks()).contains("Progressing|True/InRolling|1|2|StepPaused|-");
    assertThat(Meta.finalizers(bench.get(ROUTING))).containsExactly(FINALIZER);
    bench.approve();
    bench.run();
    bench.approve();
    bench.run(60);
    assertThat(Meta.finalizers(bench.get(ROUTING))).isEmpty();
  }

  @Test
  void isWaitedForUntilItIsThere() {
    assertThat(bench.run(30).blocks())
        .endsWith("Progressing|True/Initializing|1|2|BeforeStepUpgrade|-");
    createRouting();
    assertThat(bench.run().blocks()).contains("Progressing|True/InRolling|1|2|StepPaused|-");
  }

  @Test
  void isNotTakenFromOneThatWindsUp() {
    createRouting();
    phase("Finalizing");
    assertThat(bench.run(30).blocks())
        .endsWith("Progressing|True/Initializing|1|2|BeforeStepUpgrade|-");
    assertThat(Meta.finalizers(bench.get(ROUTING))).isEmpty();
    phase("Healthy");
    assertThat(bench.run().blocks()).contains("Progressing|True/InRolling|1|2|StepPaused|-");
  }
}
