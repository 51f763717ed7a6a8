// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("real")
@Isolated
@DisplayName("what waits leave behind")
class LeakIT {
  private static final int WAITS = 1000;
  private static final int AT_ONCE = 50;

  /** Idle threads of the clock and of the HTTP clients live for ten seconds. */
  private static final Duration SETTLE = Duration.ofSeconds(150);

  /** Longer than they live: what has not become fewer for so long is not idle. */
  private static final Duration STEADY = Duration.ofSeconds(15);

  @RegisterExtension static final RealCluster cluster = new RealCluster();

  /** What the JVM and the API server hold. */
  private record Held(int threads, long sockets, long watches) {
    static Held now(KubernetesClient observer) {
      return new Held(
          ManagementFactory.getThreadMXBean().getThreadCount(),
          countSockets(),
          countWatches(observer));
    }

    boolean noMoreThan(Held before) {
      return threads <= before.threads && sockets <= before.sockets && watches <= before.watches;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("1,000 waits, 50 at a time, started and cancelled: no thread, no socket, no watch")
  void thousandWaits(TestCluster.Http http) throws Exception {
    String name = "leak-" + http.name().toLowerCase(Locale.ROOT);
    Scene scene =
        Scene.set(
            cluster.admin(),
            cluster.namespace(),
            name,
            DeploymentFixture.deployment(name).replicas(1),
            RolloutFixture.canary(name).steps(new IntOrString(1), new IntOrString(1)));
    ReleaseMatch release = scene.release("version-2", "r2");
    scene.untilAwaiting(1, release);
    try (KubernetesClient kubernetes = client(http)) {
      RolloutOps ops = RolloutsClient.on(kubernetes).rollout(scene.ops.ref());
      long watchesAtFirst = countWatches(scene.kubernetes);
      // the pools of the JVM and of the HTTP client get their size; and the count of watches is
      // shown to count ours: one that saw nothing would find nothing left behind
      startAndCancel(ops, release, () -> awaitWatches(scene.kubernetes, watchesAtFirst + 1));
      Steady steady = new Steady();
      Held before =
          settle(
              scene.kubernetes,
              held -> steady.isReachedBy(held) && held.watches() <= watchesAtFirst);

      for (int batch = 0; batch < WAITS / AT_ONCE; batch++) {
        startAndCancel(ops, release, () -> {});
      }

      Held after = settle(scene.kubernetes, held -> held.noMoreThan(before));
      Report report =
          new Report("leak-" + http, WAITS + " waits, " + AT_ONCE + " at a time, over " + http);
      report.line("before %s", before);
      report.line("after  %s", after);
      report.end();
      assertThat(after.noMoreThan(before)).as("before %s, after %s", before, after).isTrue();
    }
  }

  /**
   * Tells when neither threads nor sockets have become fewer for a while: the idle ones are gone.
   */
  private static final class Steady {
    private int threads = Integer.MAX_VALUE;
    private long sockets = Long.MAX_VALUE;
    private long since;

    boolean isReachedBy(Held now) {
      if (now.threads() < threads || now.sockets() < sockets) {
        since = System.nanoTime();
      }
      threads = Math.min(threads, now.threads());
      sockets = Math.min(sockets, now.sockets());
      return System.nanoTime() - since >= STEADY.toNanos();
    }
  }

  /** The JDK's client, with idle threads that end soon: unless told they live for a minute. */
  private static final class BrieflyIdle extends JdkHttpClientFactory {
    private final Executor pool =
        new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), this::daemon);

    private Thread daemon(Runnable work) {
      Thread thread = new Thread(work, "briefly-idle");
      thread.setDaemon(true);
      return thread;
    }

    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
      builder.executor(pool);
    }
  }

  private static KubernetesClient client(TestCluster.Http http) {
    return http == TestCluster.Http.VERTX
        ? cluster.client(http)
        : new KubernetesClientBuilder()
            .withConfig(cluster.config())
            .withHttpClientFactory(new BrieflyIdle())
            .build();
  }

  /** Starts waits, sees each of them follow its Rollout, and cancels them. */
  private static void startAndCancel(RolloutOps ops, ReleaseMatch release, Runnable meanwhile)
      throws InterruptedException {
    CountDownLatch following = new CountDownLatch(AT_ONCE);
    WaitOptions options =
        WaitOptions.atMost(Duration.ofMinutes(2))
            .withProgressListener(readiness -> following.countDown());
    List<CompletableFuture<RolloutView>> waits = new ArrayList<>();
    for (int n = 0; n < AT_ONCE; n++) {
      waits.add(ops.waitForAsync(completed().of(release), options));
    }
    assertThat(following.await(60, TimeUnit.SECONDS)).as("all waits follow the Rollout").isTrue();
    meanwhile.run();
    waits.forEach(wait -> wait.cancel(true));
  }

  private static void awaitWatches(KubernetesClient observer, long wanted) {
    Held held = settle(observer, now -> now.watches() >= wanted);
    assertThat(held.watches())
        .as("watches that the API server counts")
        .isGreaterThanOrEqualTo(wanted);
  }

  /**
   * Looks until it holds, for a bounded time, and gives the last look: the caller asserts on that.
   */
  private static Held settle(KubernetesClient observer, Predicate<Held> settled) {
    long deadline = System.nanoTime() + SETTLE.toNanos();
    Held held = Held.now(observer);
    while (!settled.test(held) && System.nanoTime() < deadline) {
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS))
          .join();
      held = Held.now(observer);
    }
    return held;
  }

  private static long countSockets() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(LeakIT::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) { // closed since it was listed
      return false;
    }
  }

  /**
   * The API server's own count of open watches on Rollouts; the controller's and other tests' are
   * among them.
   */
  private static long countWatches(KubernetesClient kubernetes) {
    return kubernetes
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_longrunning_requests{"))
        .filter(line -> line.contains("resource=\"rollouts\"") && line.contains("verb=\"WATCH\""))
        .filter(line -> !line.contains("scope=\"cluster\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
