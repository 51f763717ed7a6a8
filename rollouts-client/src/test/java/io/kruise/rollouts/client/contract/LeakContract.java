// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.contract;

import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.WATCH;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.WORKLOAD;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.support.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what is left of 200 waits")
abstract class LeakContract extends ClusterContract {
  private static final int WAITS = 200;

  @Test
  @DisplayName("cancelled: no watch, no timer, no thread")
  void cancelled() {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    WaitOptions options = WaitOptions.atMost(ofSeconds(60));
    ops.waitForAsync(reached(2), options).cancel(true); // all that is shared is there now
    Eventually.holds(() -> server.openWatches() == 0 && clock.pending().isEmpty());
    Set<String> before = threads();

    List<CompletableFuture<RolloutView>> waits = new ArrayList<>();
    for (int i = 0; i < WAITS; i++) {
      waits.add(ops.waitForAsync(reached(2), options));
    }
    Eventually.holds("all to have read", () -> server.count(WORKLOAD) >= WAITS);
    Eventually.holds("one watch to be open", () -> server.openWatches() == 1);
    Eventually.holds("waits to hold no threads", () -> before.containsAll(threads()));
    waits.forEach(wait -> wait.cancel(true));

    Eventually.holds("all watches to be closed", () -> server.openWatches() == 0);
    Eventually.holds("all timers to be taken back", () -> clock.pending().isEmpty());
    Eventually.holds("no more threads than before", () -> before.containsAll(threads()));
    assertThat(server.count(WATCH)).as("one for all").isBetween(1, 2);
  }

  @Test
  @DisplayName("met: the same")
  void met() {
    server.rollout(demo().rolling(1, "StepUpgrade"));
    List<CompletableFuture<RolloutView>> waits = new ArrayList<>();
    for (int i = 0; i < WAITS; i++) {
      waits.add(ops.waitForAsync(reached(2), WaitOptions.atMost(ofSeconds(60))));
    }
    Eventually.holds(() -> server.openWatches() == 1 && server.count(WORKLOAD) == WAITS);
    server.rollout(demo().paused(2));

    waits.forEach(Eventually::value);
    Eventually.holds(() -> server.openWatches() == 0 && clock.pending().isEmpty());
  }

  /** All threads but the pool that fabric8 gives the JDK's client: idle ones stay for a minute. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.startsWith("JdkHttpClientFactory-"))
        .collect(Collectors.toSet());
  }
}
