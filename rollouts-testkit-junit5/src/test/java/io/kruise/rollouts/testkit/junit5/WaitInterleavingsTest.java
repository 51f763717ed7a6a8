// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.NamespacedRollouts;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.Watching;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.Actor;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.Exploration;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.Interleavings;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import io.kruise.rollouts.testkit.ScheduledRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits that share a watch, begun while the controller writes. The re-check comes after the wait's
 * bound: whatever the watch and the first read miss is never seen, and the wait fails.
 */
@Timeout(120)
@DisplayName("in all orders of the controller and those who begin to wait")
class WaitInterleavingsTest {
  private static final Logger LOG = LoggerFactory.getLogger(WaitInterleavingsTest.class);
  private static final List<String> NAMES = List.of("first", "second");
  private static final WaitOptions WATCH_ALONE =
      WaitOptions.atMost(Duration.ofSeconds(40)).withRecheckEvery(Duration.ofMinutes(10));

  /** In a build; {@code -Dinterleavings.seconds=60} goes deeper. */
  private static final Duration WITHIN =
      Duration.ofSeconds(Integer.getInteger("interleavings.seconds", 4));

  private final FakeKruise kruise = FakeKruise.builder().virtualTime().start();

  @AfterEach
  void close() {
    kruise.close();
  }

  /** Up to the moment at which the controller upgrades step 1 of the first. */
  @BeforeEach
  void release() {
    KubernetesClient client = kruise.client();
    for (String name : NAMES) {
      client.resource(DeploymentFixture.deployment(name).replicas(2).build()).create();
      client.resource(RolloutFixture.canary(name).forDeployment(name).build()).create();
    }
    kruise.advance(Duration.ofSeconds(10));
    for (String name : NAMES) {
      ReleaseFixture.release("version-2", name).rolloutId("r2").deploy(client);
    }
    for (int i = 0; i < 2_000 && !state("first").equals("StepUpgrade"); i++) {
      kruise.advance(Duration.ofMillis(5));
    }
    assertThat(state("first")).isEqualTo("StepUpgrade");
  }

  private String state(String name) {
    Rollout rollout = kruise.client().resources(Rollout.class).withName(name).get();
    return String.valueOf(rollout.getStatus().getCurrentStepState());
  }

  /** One wait for each from the beginning, and one more for each in the middle of it. */
  private static CompletableFuture<?> waits(Actor actor, Watching watching) {
    NamespacedRollouts rollouts =
        RolloutsClient.on(actor.client(), KruiseClock.of(actor.clock()))
            .watching(watching)
            .inNamespace("default");
    CompletableFuture<RolloutView> later = new CompletableFuture<>();
    actor
        .clock()
        .schedule(
            Duration.ofMillis(150),
            () ->
                wait(rollouts, "second")
                    .thenCombine(wait(rollouts, "first"), (second, first) -> first)
                    .whenComplete(
                        (view, failure) -> {
                          if (failure == null) {
                            later.complete(view);
                          } else {
                            later.completeExceptionally(failure);
                          }
                        }));
    return CompletableFuture.allOf(wait(rollouts, "first"), wait(rollouts, "second"), later);
  }

  private static CompletableFuture<RolloutView> wait(NamespacedRollouts rollouts, String name) {
    return rollouts.withName(name).waitForAsync(reached(1).ofRelease("r2"), WATCH_ALONE);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each wait hears of the change, or reads what came of it")
  void nothingIsMissed(Watching watching) {
    Exploration tried =
        Interleavings.from(kruise)
            .settle(Duration.ofSeconds(1))
            .actor("waiter", actor -> waits(actor, watching))
            .check(WaitInterleavingsTest::allAreMet)
            .explore(WITHIN);

    assertThat(tried.tried()).isGreaterThan(20);
    LOG.info("controller, four waits, {}: {}", watching, tried);
  }

  private static void allAreMet(ScheduledRun run) {
    assertThat(run.result("waiter")).as("the waits").isCompleted();
  }
}
