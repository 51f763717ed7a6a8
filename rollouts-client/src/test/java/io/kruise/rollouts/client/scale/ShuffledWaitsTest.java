// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.scale;

import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.NamespacedRollouts;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.Watching;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.support.RolloutFixture;
import io.kruise.rollouts.client.support.ShuffledCluster;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The re-check comes after the wait's bound: what neither the first read nor the watch shows is
 * never seen, and the wait is not met.
 */
@Timeout(120)
@DisplayName("in orders of chance: a wait that begins while its Rollout changes misses nothing")
class ShuffledWaitsTest {
  private static final int RUNS = Integer.getInteger("shuffled.runs", 200);
  private static final WaitOptions NO_RECHECK =
      WaitOptions.atMost(Duration.ofMinutes(1)).withRecheckEvery(Duration.ofMinutes(10));

  private static final List<String> NAMES = List.of("a", "b", "c");

  private final List<CompletableFuture<RolloutView>> waits = new ArrayList<>();

  private void change(ShuffledCluster cluster) {
    for (String name : NAMES) {
      cluster.write(name, demo().rolling(1, "StepUpgrade"));
      Deque<Runnable> writes = new ArrayDeque<>();
      for (int i = 0; i < 6; i++) {
        String message = "pass " + i;
        writes.add(() -> cluster.write(name, demo().rolling(1, "StepUpgrade").message(message)));
      }
      writes.add(() -> cluster.write(name, demo().paused(1)));
      writes.add(() -> cluster.write(name, goal()));
      cluster.sometime(writes);
    }
  }

  private static void trouble(ShuffledCluster cluster) {
    Runnable cut = cluster::cutWatches;
    cluster.sometime(new ArrayDeque<>(List.of(cut, cut, cut, cut)));
    cluster.sometime(cluster::forgetHistory);
  }

  private static RolloutFixture goal() {
    return demo().paused(2);
  }

  private void begin(ShuffledCluster cluster, Watching watching, int each) {
    NamespacedRollouts rollouts =
        RolloutsClient.on(cluster.kubernetes(), cluster)
            .watching(watching)
            .inNamespace(RolloutFixture.NAMESPACE);
    for (String name : NAMES) {
      for (int i = 0; i < each; i++) {
        cluster.sometime(
            () ->
                waits.add(
                    rollouts.withName(name).waitForAsync(reached(2).ofRelease("r2"), NO_RECHECK)));
      }
    }
  }

  private void assertAllAreMet(ShuffledCluster cluster, int each) {
    int all = NAMES.size() * each;
    boolean met =
        cluster.run(
            Duration.ofSeconds(50),
            () -> waits.size() == all && waits.stream().allMatch(CompletableFuture::isDone));
    assertThat(met).as("all are met: %s", waits).isTrue();
    assertThat(waits).allMatch(wait -> !wait.isCompletedExceptionally());
    cluster.run(Duration.ofSeconds(1), () -> false);
    assertThat(cluster.openWatches()).as("open watches").isZero();
    assertThat(cluster.pendingTimers()).as("timers").isZero();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("while all is well")
  void fairWeather(Watching watching) {
    ShuffledCluster.eachSeed(
        RUNS,
        cluster -> {
          waits.clear();
          change(cluster);
          begin(cluster, watching, 3);
          assertAllAreMet(cluster, 3);
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("while watches are cut, and history is forgotten")
  void cutWatches(Watching watching) {
    ShuffledCluster.eachSeed(
        RUNS,
        cluster -> {
          waits.clear();
          change(cluster);
          begin(cluster, watching, 3);
          trouble(cluster);
          assertAllAreMet(cluster, 3);
        });
  }

  @Test
  @DisplayName("with so many that a list serves them all")
  void relisted() {
    ShuffledCluster.eachSeed(
        RUNS / 4,
        cluster -> {
          waits.clear();
          change(cluster);
          begin(cluster, Watching.PER_NAMESPACE, 10);
          trouble(cluster);
          assertAllAreMet(cluster, 10);
        });
  }
}
