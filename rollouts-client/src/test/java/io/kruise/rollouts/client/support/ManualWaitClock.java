// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import io.kruise.rollouts.client.time.WaitClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is moved by hand. Tasks for later wait for that; tasks for now
 * run at once, on the clock's own threads. Moving it runs what falls due one after the other, each
 * at its own time, and returns when all of it is done.
 */
public final class ManualWaitClock implements WaitClock, AutoCloseable {
  /** How the names of the clock's threads begin. */
  public static final String THREADS = "manual-clock";

  /** Each is itself only, however alike two are. */
  private static final class Timer {
    final Instant due;
    final Runnable task;

    Timer(Instant due, Runnable task) {
      this.due = due;
      this.task = task;
    }
  }

  private final AtomicInteger threads = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
  private final List<Timer> timers = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  public ManualWaitClock() {
    executor.prestartAllCoreThreads();
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, THREADS + "-" + threads.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public Task schedule(Duration delay, Runnable task) {
    if (delay.isNegative() || delay.isZero()) {
      AtomicBoolean cancelled = new AtomicBoolean();
      run(
          () -> {
            if (!cancelled.get()) {
              task.run();
            }
          });
      return () -> cancelled.set(true);
    }
    synchronized (this) {
      Timer timer = new Timer(now.plus(delay), task);
      timers.add(timer);
      return () -> remove(timer);
    }
  }

  private synchronized void remove(Timer timer) {
    timers.remove(timer);
  }

  private void run(Runnable task) {
    busy.incrementAndGet();
    executor.execute(
        () -> {
          try {
            task.run();
          } finally {
            busy.decrementAndGet();
          }
        });
  }

  /** Moves the clock forward. */
  public void advance(Duration by) {
    Instant target = now().plus(by);
    for (Timer due = next(target); due != null; due = next(target)) {
      run(due.task);
      settle();
    }
  }

  private synchronized @Nullable Timer next(Instant target) {
    Timer first =
        timers.stream()
            .filter(timer -> !timer.due.isAfter(target))
            .min(Comparator.comparing(timer -> timer.due))
            .orElse(null);
    now = first == null ? target : first.due;
    if (first != null) {
      timers.remove(first);
    }
    return first;
  }

  /** Waits until something is asked for that is due after just this long, and moves there. */
  public void advanceToTimer(Duration delay) {
    advanceToTimers(1, delay);
  }

  /** The same for several that are due at the same time. */
  public void advanceToTimers(int count, Duration delay) {
    Eventually.holds(
        count + " timers of " + delay, () -> Collections.frequency(pending(), delay) >= count);
    advance(delay);
  }

  /** How long it is until each of the tasks that wait for their time. */
  public synchronized List<Duration> pending() {
    return timers.stream().map(timer -> Duration.between(now, timer.due)).sorted().toList();
  }

  /** Waits until the clock's threads have nothing to do. */
  public void settle() {
    Eventually.holds("the clock's tasks to end", () -> busy.get() == 0);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
