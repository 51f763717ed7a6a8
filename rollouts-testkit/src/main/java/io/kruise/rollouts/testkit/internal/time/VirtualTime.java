// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.time;

import io.kruise.rollouts.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until it is moved; what is due on the way runs in order, the cluster's
 * part on the mover's thread. Thread-safe, one mover at a time.
 */
public final class VirtualTime implements ClusterTime, TestClock {
  private static final Duration REACTION = Duration.ofMillis(25);

  private record Due(Instant at, long order, Runnable task) {}

  private final Activity activity = new Activity();
  private final ReentrantLock mover = new ReentrantLock();
  private final AtomicInteger holds = new AtomicInteger();

  /** Guarded by itself, and never held while anything runs. */
  private final TreeSet<Due> timers =
      new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::order));

  private long order;
  private volatile Instant now;
  private volatile @Nullable Driven cluster;

  /**
   * Time that stands.
   *
   * @param start at this instant
   */
  public VirtualTime(Instant start) {
    now = start;
  }

  /**
   * Runs what clients have to do; the time stands until that is done.
   *
   * @return where to run it
   */
  public Activity activity() {
    return activity;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Duration reaction() {
    return REACTION;
  }

  @Override
  public void drive(Driven driven) {
    cluster = driven;
  }

  @Override
  public void woken() {
    activity.signal();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    if (delay.isNegative() || delay.isZero()) {
      activity.execute(task);
      return () -> {};
    }
    Due due;
    synchronized (timers) {
      due = new Due(now.plus(delay), order++, task);
      timers.add(due);
    }
    activity.signal();
    return () -> {
      synchronized (timers) {
        timers.remove(due);
      }
    };
  }

  @Override
  public Hold hold() {
    holds.incrementAndGet();
    return new Hold() {
      private boolean closed;

      @Override
      public synchronized void close() {
        if (!closed) {
          closed = true;
          holds.decrementAndGet();
          activity.signal();
        }
      }
    };
  }

  @Override
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time can't go back by " + by);
    }
    mover.lock();
    try {
      Instant target = now.plus(by);
      do {
        activity.awaitQuiet();
      } while (runNextBefore(target));
      now = target;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the time moved on", e);
    } finally {
      mover.unlock();
    }
  }

  @Override
  public <T extends @Nullable Object> T await(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException {
    boolean ours = activity.suspended();
    try {
      future.whenComplete((result, failure) -> activity.signal());
      while (!future.isDone()) {
        moveTowards(future);
      }
    } finally {
      activity.resumed(ours);
    }
    return future.get();
  }

  private void moveTowards(CompletableFuture<?> future) throws InterruptedException {
    long seen = activity.signals();
    mover.lockInterruptibly();
    boolean moved;
    try {
      activity.awaitQuiet();
      moved = future.isDone() || (holds.get() == 0 && runNextBefore(Instant.MAX));
    } finally {
      mover.unlock();
    }
    if (!moved) {
      activity.awaitSignal(seen, future::isDone);
    }
  }

  /**
   * Moves the time to what is due next and runs it, if that is not after the limit. At the same
   * time the cluster comes before its clients' timers.
   *
   * @param limit the latest time
   * @return whether there was something
   */
  public boolean runNextBefore(Instant limit) {
    mover.lock();
    try {
      Driven driven = cluster;
      Optional<Instant> due = driven == null ? Optional.empty() : driven.nextDue();
      Due timer = firstTimer();
      if (timer != null && (due.isEmpty() || timer.at().isBefore(due.get()))) {
        return run(timer, limit);
      }
      if (driven == null || due.isEmpty() || due.get().isAfter(limit)) {
        return false;
      }
      moveTo(due.get());
      return driven.runNext();
    } finally {
      mover.unlock();
    }
  }

  private boolean run(Due timer, Instant limit) {
    if (timer.at().isAfter(limit)) {
      return false;
    }
    synchronized (timers) {
      if (!timers.remove(timer)) {
        return true; // taken back in between: look again
      }
    }
    moveTo(timer.at());
    activity.execute(timer.task());
    return true;
  }

  private @Nullable Due firstTimer() {
    synchronized (timers) {
      return timers.isEmpty() ? null : timers.first();
    }
  }

  private void moveTo(Instant at) {
    if (at.isAfter(now)) {
      now = at;
    }
  }

  @Override
  public void close() {
    activity.close();
  }
}
