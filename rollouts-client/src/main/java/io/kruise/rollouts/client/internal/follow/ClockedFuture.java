// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import io.kruise.rollouts.client.time.WaitClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What callers get of a run's result. Who waits for it waits through the clock, so that a test's
 * clock knows of it and can move on; however it ends, the run ends with it. What is chained to it
 * is of the same kind. Thread-safe.
 *
 * @param <T> the result's type
 */
public final class ClockedFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  private final WaitClock clock;

  private ClockedFuture(WaitClock clock) {
    this.clock = clock;
  }

  /**
   * The result of a run.
   *
   * @param clock the time
   * @param run the run's own future, which is cancelled when nobody wants the result any more
   * @param <T> its type
   * @return for the caller
   */
  public static <T extends @Nullable Object> CompletableFuture<T> of(
      WaitClock clock, CompletableFuture<T> run) {
    ClockedFuture<T> future = new ClockedFuture<>(clock);
    run.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            future.complete(value);
          } else {
            future.completeExceptionally(failure);
          }
        });
    future.whenComplete((value, failure) -> run.cancel(false));
    return future;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new ClockedFuture<>(clock);
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    awaitDone();
    return super.get();
  }

  @Override
  public T join() {
    boolean interrupted = false;
    while (!isDone()) {
      try {
        awaitDone();
      } catch (InterruptedException e) {
        interrupted = true; // a join goes on, and leaves the interruption to its caller
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return super.join();
  }

  private void awaitDone() throws InterruptedException {
    if (isDone()) {
      return;
    }
    if (SerialQueue.isRunningHere()) {
      throw new IllegalStateException(
          "a wait for a result on a thread that brings it, from a listener or from what was"
              + " chained to a future of this client: chain the rest with thenCompose, or use"
              + " thenApplyAsync with an executor of yours");
    }
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    whenComplete((value, failure) -> done.complete(null));
    try {
      clock.await(done);
    } catch (ExecutionException e) {
      throw new IllegalStateException("it only ever completes", e);
    }
  }
}
