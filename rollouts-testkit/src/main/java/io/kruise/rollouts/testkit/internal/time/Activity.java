// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.time;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs what clients of the cluster have to do, and knows when all of it is done: only then may time
 * that stands still move on. Thread-safe.
 */
public final class Activity implements Executor, AutoCloseable {
  /** Far more than any answer takes: what lasts longer does not end. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);
  private final ExecutorService threads = Executors.newCachedThreadPool(Activity::thread);
  private int inFlight;
  private long signals;

  /** Nothing goes on. */
  public Activity() {}

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "fake-kruise-client");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable work) {
    begun();
    try {
      threads.execute(
          () -> {
            working.set(true);
            try {
              work.run();
            } finally {
              working.set(false);
              ended();
            }
          });
    } catch (RejectedExecutionException closed) {
      ended();
    }
  }

  /**
   * Whether the calling thread is one of this object's.
   *
   * @return whether the time waits for it
   */
  public boolean isWorking() {
    return working.get();
  }

  private synchronized void begun() {
    inFlight++;
  }

  private synchronized void ended() {
    inFlight--;
    signal();
  }

  /** Something changed that a waiting thread may want to look at. */
  public synchronized void signal() {
    signals++;
    notifyAll();
  }

  /**
   * How often was signalled.
   *
   * @return a number to compare with a later one
   */
  public synchronized long signals() {
    return signals;
  }

  /**
   * Waits until nothing is in flight.
   *
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException when it does not end within 30 seconds
   */
  public synchronized void awaitQuiet() throws InterruptedException {
    if (working.get()) {
      throw new IllegalStateException("time can't be moved on a thread that it waits for");
    }
    long end = System.nanoTime() + LONGEST.toNanos();
    while (inFlight > 0) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException(
            inFlight
                + " tasks of clients did not end within "
                + LONGEST.toSeconds()
                + " s, so the time can't move on: does a callback wait for something?");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /**
   * Waits for the next signal.
   *
   * @param seen the number of those that are known
   * @param enough ends the wait as well
   * @throws InterruptedException when the thread is interrupted
   */
  public synchronized void awaitSignal(long seen, BooleanSupplier enough)
      throws InterruptedException {
    while (signals == seen && !enough.getAsBoolean()) {
      wait();
    }
  }

  /**
   * The calling thread begins to wait for time to pass: if it is one of this object's, it is not
   * counted until it is {@linkplain #resumed back}.
   *
   * @return whether it is one of this object's
   */
  boolean suspended() {
    boolean ours = working.get();
    if (ours) {
      working.set(false);
      ended();
    }
    return ours;
  }

  /**
   * The calling thread goes on.
   *
   * @param ours what {@link #suspended} returned
   */
  void resumed(boolean ours) {
    if (ours) {
      begun();
      working.set(true);
    }
  }

  /** Takes no more work. */
  @Override
  public void close() {
    threads.shutdownNow();
    signal();
  }
}
