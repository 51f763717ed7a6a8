// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.time;

import io.kruise.rollouts.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Time that passes by itself, as fast as wanted; one thread runs the controllers. Thread-safe. */
public final class LiveTime implements ClusterTime {
  /** A longer wait is cut, as nothing is lost by looking once a minute. */
  private static final long LONGEST_WAIT_MILLIS = 60_000;

  /** A bound only: a pass takes a millisecond. */
  private static final long LONGEST_PASS_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(LiveTime.class);

  /**
   * In our time, whatever the speed: what a client does at once still comes before a controller.
   */
  private static final Duration REACTION = Duration.ofMillis(25);

  private static final double FASTEST = 100_000;

  private final double speed;
  private final Instant start;
  private final long startNanos;
  private @Nullable Thread thread;
  private @Nullable Driven cluster;
  private volatile boolean closed;

  /**
   * Time that begins now.
   *
   * @param speed how many seconds of the cluster pass in a second, above 0
   */
  public LiveTime(double speed) {
    this.speed = checked(speed);
    start = Instant.now();
    startNanos = System.nanoTime();
  }

  /**
   * A speed that time can have.
   *
   * @param speed seconds of the cluster in a second
   * @return the same
   * @throws IllegalArgumentException when it is not above 0 or above 100000
   */
  public static double checked(double speed) {
    if (!(speed > 0) || speed > FASTEST) {
      throw new IllegalArgumentException(
          "the speed is " + speed + ": it has to be above 0 and at most 100000");
    }
    return speed;
  }

  @Override
  public Instant now() {
    return start.plusNanos((long) ((System.nanoTime() - startNanos) * speed));
  }

  @Override
  public Duration reaction() {
    return Duration.ofNanos((long) (REACTION.toNanos() * speed));
  }

  @Override
  public TestClock.Timer schedule(Duration delay, Runnable task) {
    CompletableFuture<Void> due =
        CompletableFuture.runAsync(
            task,
            CompletableFuture.delayedExecutor(
                (long) (delay.toNanos() / speed), TimeUnit.NANOSECONDS));
    return () -> due.cancel(false);
  }

  @Override
  public synchronized void drive(Driven driven) {
    if (thread != null) {
      throw new IllegalStateException("drives a cluster already");
    }
    cluster = driven;
    thread = new Thread(() -> run(driven), "fake-kruise-controllers");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void woken() {
    Driven driven = cluster;
    if (driven != null) {
      driven.notifyAll();
    }
  }

  // The cluster's monitor is let go between passes, so that requests come in between.
  private void run(Driven driven) {
    try {
      while (!closed) {
        if (!ran(driven)) {
          awaitNext(driven);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean ran(Driven driven) {
    try {
      return driven.runNext();
    } catch (IllegalStateException e) {
      // nobody waits for this pass; the other objects of the cluster are not to suffer from it
      LOG.error("a controller of the fake cluster failed", e);
      return true;
    }
  }

  private void awaitNext(Driven driven) throws InterruptedException {
    synchronized (driven) {
      Optional<Instant> due = driven.nextDue();
      long millis = due.map(this::millisUntil).orElse(LONGEST_WAIT_MILLIS);
      if (millis > 0 && !closed) {
        driven.wait(Math.min(millis, LONGEST_WAIT_MILLIS));
      }
    }
  }

  private long millisUntil(Instant due) {
    Duration left = Duration.between(now(), due);
    return left.isNegative() || left.isZero()
        ? 0
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis((long) (left.toNanos() / speed)));
  }

  /** Returns when no controller runs any more. */
  @Override
  public void close() {
    Thread ending;
    synchronized (this) {
      closed = true;
      ending = thread;
    }
    if (ending == null || ending == Thread.currentThread()) {
      return;
    }
    ending.interrupt();
    try {
      ending.join(LONGEST_PASS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
