// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.scale;

import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.support.Eventually;
import io.kruise.rollouts.client.support.InProcessHttp;
import io.kruise.rollouts.client.support.ManualWaitClock;
import io.kruise.rollouts.client.support.RolloutFixture;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("what is left of 100,000 waits, over no network")
class ManyWaitsTest {
  private static final int WAITS = 100_000;
  private static final int AT_ONCE = 1_000;

  /** Of which so many are awaited until they follow; the others end wherever they happen to be. */
  private static final int ESTABLISHED = 100;

  private final String rollout = Serialization.asJson(demo().rolling(1, "StepUpgrade").build());
  private final AtomicInteger openWatches = new AtomicInteger();
  private final AtomicInteger mostWatches = new AtomicInteger();

  private void serve(String uri, InProcessHttp.Answer answer) {
    if (uri.contains("watch=true")) {
      mostWatches.accumulateAndGet(openWatches.incrementAndGet(), Math::max);
      answer.onClose(openWatches::decrementAndGet);
      answer.stream();
    } else if (uri.contains("/rollouts/")) {
      answer.whole(200, rollout);
    } else {
      answer.whole(404, "{}");
    }
  }

  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  @DisplayName("no watch, no timer, no heap; and one watch served them")
  void nothing() throws InterruptedException {
    try (ManualWaitClock clock = new ManualWaitClock();
        KubernetesClient kubernetes =
            new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder().withMasterUrl("http://in-process").build())
                .withHttpClientFactory(new InProcessHttp.Factory(this::serve))
                .build()) {
      RolloutOps ops =
          RolloutsClient.on(kubernetes, clock)
              .inNamespace(RolloutFixture.NAMESPACE)
              .withName(RolloutFixture.NAME);
      startAndEnd(ops, clock);
      long before = heap();

      for (int done = 0; done < WAITS; done += AT_ONCE) {
        startAndEnd(ops, clock);
      }

      assertThat(mostWatches).hasValue(1);
      assertThat(heap() - before).as("bytes left").isLessThan(1_000_000);
    }
  }

  private void startAndEnd(RolloutOps ops, ManualWaitClock clock) throws InterruptedException {
    CountDownLatch established = new CountDownLatch(ESTABLISHED);
    WaitOptions options =
        WaitOptions.atMost(Duration.ofMinutes(1))
            .withProgressListener(readiness -> established.countDown());
    List<CompletableFuture<RolloutView>> waits = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      waits.add(ops.waitForAsync(reached(2).ofRelease("r2"), options));
      if (i >= ESTABLISHED) {
        waits.get(i).cancel(true);
      }
    }
    assertThat(established.await(60, TimeUnit.SECONDS))
        .as("those that go on are established")
        .isTrue();
    waits.forEach(wait -> wait.cancel(true));
    Eventually.holds(() -> openWatches.get() == 0 && clock.pending().isEmpty());
  }
}
