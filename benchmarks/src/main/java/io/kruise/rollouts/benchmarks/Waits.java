// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.benchmarks;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Many waits at once, on as many Rollouts, beside the alternatives, on an API server that has the
 * CRDs and no controller: {@code benchmarks/run waits}. A line of Markdown for each measurement.
 */
public final class Waits {
  /** Ways that take a connection or a request each are not tried with more. */
  private static final int MOST_CONNECTIONS = 1_000;

  private static final int PER_SECOND = Integer.getInteger("writes.perSecond", 100);

  private static final int ROUNDS = Integer.getInteger("waits.rounds", 3);

  private Waits() {}

  /**
   * Measures and prints.
   *
   * @param args a kubeconfig, and the numbers of waits
   * @throws Exception when a measurement fails
   */
  public static void main(String[] args) throws Exception {
    Config config = Config.fromKubeconfig(Path.of(args[0]).toFile());
    int[] sizes = Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray();
    Models.measure();
    ManyWaits.measure(Integer.getInteger("waits.many", 1_000_000));
    head();
    String run = "waits-" + ProcessHandle.current().pid();
    try (WaitField warmUp = new WaitField(config, run + "-warm-up", 200)) {
      for (WayToWait way : WayToWait.values()) {
        measure(warmUp, way, false);
        measure(warmUp, way, false);
      }
    }
    for (int size : sizes) {
      try (WaitField field = new WaitField(config, run + "-" + size, size)) {
        for (WayToWait way : inTurn()) {
          boolean cheap = way == WayToWait.OURS || way == WayToWait.INFORMER;
          if (cheap || size <= MOST_CONNECTIONS) {
            measure(field, way, true);
          }
        }
      }
    }
    System.exit(0); // what a failed alternative left behind does not hold us up
  }

  /** The two that are compared take turns, so that both meet the same weather. */
  private static List<WayToWait> inTurn() {
    List<WayToWait> ways = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      ways.add(WayToWait.INFORMER);
      ways.add(WayToWait.OURS);
    }
    ways.add(WayToWait.UNTIL);
    ways.add(WayToWait.POLL);
    return ways;
  }

  private static void head() {
    System.out.println(
        "\n| waits | way | woken | failed | to establish | threads | sockets | watches | heap a wait"
            + " | write → woken p50 / p99 / max ms |\n|---|---|---|---|---|---|---|---|---|---|");
  }

  private static void measure(WaitField field, WayToWait way, boolean print) throws Exception {
    int size = field.size();
    AtomicLongArray wokenAt = new AtomicLongArray(size);
    AtomicInteger failed = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(size);
    try (KubernetesClient kubernetes = field.client()) {
      long watches = field.watches();
      kubernetes
          .resources(Rollout.class)
          .inNamespace(field.namespace())
          .withName(WaitField.name(0))
          .get();
      int threads = threads();
      long sockets = sockets();
      long heap = heap();
      long begun = System.nanoTime();
      AutoCloseable end =
          way.begin(
              field,
              kubernetes,
              field.nextStep(),
              (number, failure) -> {
                if (wokenAt.compareAndSet(number, 0, failure == null ? System.nanoTime() : -1)) {
                  if (failure != null) {
                    failed.incrementAndGet();
                  }
                  done.countDown();
                }
              });
      long established = System.nanoTime() - begun;
      long held = heap() - heap;
      int moreThreads = threads() - threads;
      long moreSockets = sockets() - sockets;
      long moreWatches = field.watches() - watches;
      long[] sent = field.writeNext(PER_SECOND);
      boolean all = done.await(60, TimeUnit.SECONDS);
      end.close();
      long[] took =
          LongStream.range(0, size)
              .filter(number -> wokenAt.get((int) number) > 0)
              .map(number -> wokenAt.get((int) number) - sent[(int) number])
              .sorted()
              .toArray();
      if (print) {
        System.out.printf(
            Locale.ROOT,
            "| %,d | %s | %,d%s | %,d | %,d ms | %+d | %+d | %d | %.1f KiB | %s |%n",
            size,
            way.title,
            took.length,
            all ? "" : " (not all)",
            failed.get(),
            TimeUnit.NANOSECONDS.toMillis(established),
            moreThreads,
            moreSockets,
            moreWatches,
            held / 1024.0 / size,
            took.length == 0 ? "–" : at(took, 0.5) + " / " + at(took, 0.99) + " / " + at(took, 1));
      }
    }
  }

  private static String at(long[] sorted, double share) {
    int index = Math.min(sorted.length - 1, (int) Math.ceil(sorted.length * share) - 1);
    return String.format(Locale.ROOT, "%.1f", sorted[Math.max(index, 0)] / 1e6);
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /** What is held after the garbage is gone. */
  static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long sockets() throws Exception {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(
              descriptor -> {
                try {
                  return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
                } catch (IOException e) { // closed since it was listed
                  return false;
                }
              })
          .count();
    }
  }
}
