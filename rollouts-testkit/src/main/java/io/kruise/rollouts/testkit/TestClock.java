// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Time that a test owns. It stands still, but for two things that move it: {@link #advance}, and
 * {@link #await}, which goes from one due moment to the next until what is awaited is there. On the
 * way everything happens in its order: controllers, pods, and the {@linkplain #schedule timers} of
 * who takes its time from here. Before the time moves, all requests in flight are answered and all
 * that was told through {@link FakeKruise#client()} is heard, so nobody is late. Thread-safe.
 */
public interface TestClock {

  /** Something that was scheduled. */
  interface Timer {
    /** Takes it back. Nothing happens when it has run, or runs. */
    void cancel();
  }

  /** Keeps the time from moving by itself. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * What is now.
   *
   * @return the present moment; it never goes back
   */
  Instant now();

  /**
   * Runs something later, on a thread of the clock's.
   *
   * @param delay how much later; zero or less means at once
   * @param task what to run; it may block for answers of the cluster, not for time to pass
   * @return a handle to take it back
   */
  Timer schedule(Duration delay, Runnable task);

  /**
   * Moves the time on; all that was due on the way has happened when this returns.
   *
   * @param by how far; zero runs what is due now
   * @throws IllegalArgumentException when it is negative
   * @throws IllegalStateException when what goes on does not come to rest within 30 seconds of real
   *     time, or on a thread of the clock's own
   */
  void advance(Duration by);

  /**
   * Waits for a result, and moves the time to whatever is due next until it is there. With nothing
   * due, it waits for other threads to do something.
   *
   * @param future what is awaited
   * @param <T> its type
   * @return the result
   * @throws InterruptedException when the thread is interrupted
   * @throws ExecutionException when the future failed
   * @throws java.util.concurrent.CancellationException when it was cancelled
   */
  <T extends @Nullable Object> T await(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException;

  /**
   * Keeps {@link #await} of any thread from moving the time, for instance while another thread of
   * the test prepares its next call. {@link #advance} still moves it.
   *
   * @return to be closed
   */
  Hold hold();
}
