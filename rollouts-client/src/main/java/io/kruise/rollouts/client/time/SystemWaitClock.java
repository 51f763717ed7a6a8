// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Timers are those of {@link CompletableFuture}, which the JVM shares among all; tasks run on
 * threads of our own, so that a busy common pool can't hold up a deadline. Thread-safe because both
 * parts are.
 */
final class SystemWaitClock implements WaitClock {
  private static final int THREADS = 2;
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Instant startTime = Instant.now();
  private final long startNanos = System.nanoTime();
  private final ThreadPoolExecutor executor;

  SystemWaitClock() {
    executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            SystemWaitClock::thread);
    executor.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "rollouts-client");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Instant now() {
    return startTime.plusNanos(System.nanoTime() - startNanos);
  }

  @Override
  public Task schedule(Duration delay, Runnable task) {
    if (delay.isNegative() || delay.isZero()) {
      CompletableFuture<Void> done = CompletableFuture.runAsync(task, executor);
      return () -> done.cancel(false);
    }
    AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>(task);
    CompletableFuture<Void> timer = new CompletableFuture<>();
    timer.thenRun(
        () -> {
          Runnable due = waiting.getAndSet(null);
          if (due != null) {
            executor.execute(due);
          }
        });
    timer.completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
    // completed, not cancelled: before JDK 21 a timer stays in the JVM's queue when its future
    // fails (JDK-8303742)
    return () -> {
      waiting.set(null);
      timer.complete(null);
    };
  }
}
