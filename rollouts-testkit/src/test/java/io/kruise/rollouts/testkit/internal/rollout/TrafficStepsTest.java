// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb.FINALISE;
import static io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb.INITIALIZE;
import static io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb.PATCH_STABLE_SERVICE;
import static io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb.REMOVE_CANARY_SERVICE;
import static io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb.RESTORE_GATEWAY;
import static io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb.RESTORE_STABLE_SERVICE;
import static io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb.ROUTE;
import static io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb.ROUTE_ALL_TO_NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.testkit.internal.traffic.TrafficResult;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the traffic manager is asked for what, and what its answers lead to. */
class TrafficStepsTest {
  private static final String ROUTINGS =
      "'trafficRoutings':[{'service':'s','ingress':{'name':'i'}}]";
  private static final String PARTITION =
      "{'canary':{"
          + ROUTINGS
          + ",'steps':[{'replicas':'20%','traffic':'20%'},{'replicas':'50%'},"
          + "{'replicas':'100%','traffic':'100%'}]}}";
  private static final String BLUE_GREEN =
      "{'blueGreen':{"
          + ROUTINGS
          + ",'steps':[{'replicas':'50%','traffic':'0%'},{'replicas':'100%','traffic':'50%'}]}}";

  private final ScriptedTraffic traffic = new ScriptedTraffic();
  private final Bench bench = Bench.ofDeployment(10, traffic);

  private void begin(String strategy) {
    bench.rollout(strategy);
    bench.run();
    bench.release("v2", "v1");
  }

  @Test
  void walksWithTheVerbsOfEachStep() {
    begin(PARTITION);
    bench.run();
    assertThat(traffic.asked())
        .containsSubsequence(INITIALIZE, PATCH_STABLE_SERVICE, ROUTE)
        .doesNotContain(FINALISE, RESTORE_STABLE_SERVICE);
    assertThat(traffic.lastContext())
        .returns("hash-v1", each -> each.stableRevision())
        .returns("hash-v2", each -> each.canaryRevision())
        .returns("pod-template-hash", each -> each.revisionLabelKey())
        .returns("Rollout(ns/rollouts-demo)", each -> each.key());

    bench.approve();
    bench.run();
    assertThat(traffic.asked()).contains(FINALISE, ROUTE).doesNotContain(PATCH_STABLE_SERVICE);

    bench.approve();
    bench.run(60);
    assertThat(traffic.asked())
        .containsSubsequence(
            RESTORE_STABLE_SERVICE, RESTORE_STABLE_SERVICE, RESTORE_GATEWAY, REMOVE_CANARY_SERVICE)
        .doesNotContain(ROUTE);
    assertThat(bench.status().path("phase").asText()).isEqualTo("Healthy");
  }

  @Test
  void preparesTheServiceAndUpgradesInOnePass() {
    begin(PARTITION);
    bench.run();
    assertThat(bench.stateMessages())
        .contains("StepUpgrade: Rollout is in step(1/3), and upgrade workload to new version")
        .doesNotContain("StepUpgrade: Rollout is in Progressing");
  }

  @Test
  void waitsBeforeTheUpgradeForTheService() {
    traffic.hold(PATCH_STABLE_SERVICE);
    begin(PARTITION);
    assertThat(bench.run().blocks()).endsWith("Progressing|True/InRolling|1|2|BeforeStepUpgrade|-");
    assertThat(bench.has(Bench.BATCH_RELEASE)).isFalse();
    traffic.free(PATCH_STABLE_SERVICE);
    assertThat(bench.run(1).blocks()).startsWith("Progressing|True/InRolling|1|2|StepUpgrade|-");
  }

  @Test
  void leavesTheStatusWhenTheNetworkIsNotThere() {
    traffic.fail(INITIALIZE, "services \"s\" not found");
    begin(PARTITION);
    assertThat(bench.run(60).blocks()).endsWith("Progressing|True/Initializing|3|-1|Completed|-");
    assertThat(traffic.asked()).hasSizeGreaterThan(5);
    traffic.free(INITIALIZE);
    assertThat(bench.run(120).blocks())
        .contains("Progressing|True/InRolling|1|2|BeforeStepUpgrade|-");
  }

  @Test
  void looksAtTheRoutesEachThreeSecondsFromWhenServicesChanged() {
    begin(PARTITION);
    traffic.answer(
        ROUTE,
        new TrafficResult(
            false,
            Optional.of(Bench.START.plus(Duration.ofHours(1))),
            Optional.empty(),
            Optional.empty()));
    bench.run();
    assertThat(bench.blocks()).endsWith("Progressing|True/InRolling|1|2|StepTrafficRouting|-");
    assertThat(RollbackTest.sub(bench, "lastUpdateTime")).isEqualTo("2026-01-01T01:00:00Z");
    traffic.asked();
    bench.run(9);
    assertThat(traffic.asked()).containsExactly(ROUTE, ROUTE, ROUTE);
    traffic.free(ROUTE);
    assertThat(bench.run(3).blocks())
        .startsWith("Progressing|True/InRolling|1|2|StepMetricsAnalysis|-");
  }

  @Test
  void clearsWhatTheStepBeforeHasRouted() {
    begin(PARTITION);
    bench.run();
    traffic.hold(FINALISE);
    bench.approve();
    bench.blocks();
    assertThat(bench.run().blocks()).endsWith("Progressing|True/InRolling|2|3|BeforeStepUpgrade|-");
    traffic.free(FINALISE);
    assertThat(bench.run().blocks())
        .startsWith("Progressing|True/InRolling|2|3|StepUpgrade|-")
        .endsWith("Progressing|True/InRolling|2|3|StepPaused|-");
  }

  @Test
  void holdsTheEndUntilTheServicesAreRestored() {
    begin(PARTITION);
    bench.run();
    traffic.hold(RESTORE_GATEWAY);
    bench.release("v1", "v1");
    bench.blocks();
    assertThat(bench.run().blocks())
        .containsExactly(
            "Progressing|True/Cancelling|1|2|StepPaused|-",
            "Progressing|True/Cancelling|1|2|StepPaused|FinalisingStepRouteTrafficToStable");
    traffic.free(RESTORE_GATEWAY);
    assertThat(bench.run(30).blocks()).endsWith("Healthy|False/Completed|1|2|StepPaused|END");
  }

  @Test
  void resetsStepByStepForAThirdVersion() {
    begin(PARTITION);
    bench.run();
    bench.blocks();
    traffic.asked();
    traffic.hold(RESTORE_GATEWAY);
    bench.release("v3", "v1");
    assertThat(bench.run(4).blocks())
        .containsExactly(
            "Progressing|True/InRolling|1|2|StepPaused|FinalisingStepRouteTrafficToStable");
    traffic.free(RESTORE_GATEWAY);
    assertThat(bench.run().blocks())
        .startsWith(
            "Progressing|True/InRolling|1|2|StepPaused|ReleaseWorkloadControl",
            "Progressing|True/Initializing|-|-|-|-");
    assertThat(traffic.asked()).contains(RESTORE_GATEWAY, REMOVE_CANARY_SERVICE);
  }

  @Test
  void patchesTheServiceOfBlueGreenOnceAndRoutesAllToTheNewPodsInTheEnd() {
    begin(BLUE_GREEN);
    bench.run();
    assertThat(traffic.asked()).contains(PATCH_STABLE_SERVICE, ROUTE).doesNotContain(FINALISE);
    bench.approve();
    bench.run();
    assertThat(traffic.asked()).contains(ROUTE).doesNotContain(PATCH_STABLE_SERVICE);
    bench.approve();
    bench.run(60);
    assertThat(traffic.asked())
        .containsSubsequence(
            ROUTE_ALL_TO_NEW, RESTORE_STABLE_SERVICE, RESTORE_GATEWAY, REMOVE_CANARY_SERVICE);
  }

  @Test
  void asksNoServiceToBePatchedWhereNoneIsMade() {
    begin(PARTITION.replace("'steps'", "'disableGenerateCanaryService':true,'steps'"));
    bench.run();
    assertThat(traffic.asked()).doesNotContain(PATCH_STABLE_SERVICE).contains(ROUTE);
  }
}
