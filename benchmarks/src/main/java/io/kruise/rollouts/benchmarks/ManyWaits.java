// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.benchmarks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What is left of very many waits, each established and cancelled, on the fake cluster. */
final class ManyWaits {
  private static final int AT_ONCE = 1_000;

  private ManyWaits() {}

  static void measure(int waits) throws Exception {
    try (FakeKruise kruise = FakeKruise.builder().virtualTime().start()) {
      KubernetesClient kubernetes = kruise.client();
      kubernetes.resource(DeploymentFixture.deployment("demo").replicas(1).build()).create();
      kubernetes.resource(RolloutFixture.canary("demo").forDeployment("demo").build()).create();
      kruise.advance(Duration.ofSeconds(10));
      RolloutOps ops = RolloutsClient.on(kubernetes).inNamespace("default").withName("demo");
      startAndCancel(ops, 50 * AT_ONCE);
      long heap = Waits.heap();
      long begun = System.nanoTime();
      startAndCancel(ops, waits);
      double seconds = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%n%,d waits, %,d at a time, established and cancelled: %.0f s; left behind: %,d bytes of"
              + " heap%n",
          waits,
          AT_ONCE,
          seconds,
          Waits.heap() - heap);
    }
  }

  private static void startAndCancel(RolloutOps ops, int waits) throws Exception {
    StepExpectation goal = StepExpectation.awaitingApproval(1).ofRelease("none");
    for (int done = 0; done < waits; done += AT_ONCE) {
      CountDownLatch established = new CountDownLatch(AT_ONCE);
      WaitOptions options =
          WaitOptions.atMost(Duration.ofMinutes(10))
              .withProgressListener(readiness -> established.countDown());
      List<CompletableFuture<RolloutView>> batch = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        batch.add(ops.waitForAsync(goal, options));
      }
      if (!established.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(established.getCount() + " waits were not established");
      }
      batch.forEach(wait -> wait.cancel(true));
    }
  }
}
