// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What is now, and what happens later. All waiting of the client, and each step of it, goes through
 * one of these: nothing else in the library reads the time, starts a timer or a thread.
 * Implementations are thread-safe.
 *
 * <p>A test's clock decides by itself what "later" means; {@link #system()} is the wall clock.
 */
public interface WaitClock {

  /** A task that was asked for. */
  interface Task {
    /** Takes the task back. Nothing happens when it has run, or runs. */
    void cancel();
  }

  /**
   * What is now.
   *
   * @return the present moment; it never goes back
   */
  Instant now();

  /**
   * Runs a task later, on a thread of the clock's choosing; never on the caller's, not even with no
   * delay.
   *
   * @param delay how much later; zero or less means as soon as possible
   * @param task what to run; it neither blocks nor throws
   * @return a handle to take it back
   */
  Task schedule(Duration delay, Runnable task);

  /**
   * Waits on the calling thread for a result. The blocking verbs wait here, so that a test's clock
   * knows who waits, and can move the time on.
   *
   * @param future what is awaited
   * @param <T> its type
   * @return the result
   * @throws InterruptedException when the thread is interrupted
   * @throws ExecutionException when the future failed
   * @throws java.util.concurrent.CancellationException when it was cancelled
   */
  default <T extends @Nullable Object> T await(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException {
    return future.get();
  }

  /**
   * The wall clock, with two daemon threads that exist only while they have work (and ten seconds
   * beyond). There is nothing to close.
   *
   * @return a new clock
   */
  static WaitClock system() {
    return new SystemWaitClock();
  }
}
