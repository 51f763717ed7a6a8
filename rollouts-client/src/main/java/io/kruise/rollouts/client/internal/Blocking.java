// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal;

import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.WaitInterruptedException;
import io.kruise.rollouts.client.internal.follow.SerialQueue;
import io.kruise.rollouts.client.time.WaitClock;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns a future into a blocking call: the thread waits, the future's own bound bounds it. */
final class Blocking {
  private Blocking() {}

  static <T extends @Nullable Object> T join(
      WaitClock clock, RolloutRef ref, String what, Supplier<CompletableFuture<T>> start) {
    if (SerialQueue.isRunningHere()) {
      throw new IllegalStateException(
          "a blocking call for "
              + what
              + " of "
              + ref
              + " on a thread that the waits need, from a listener or from what was chained to one"
              + " of their futures: use the form that returns a future, or thenApplyAsync with an"
              + " executor of yours");
    }
    CompletableFuture<T> future = start.get();
    try {
      return clock.await(future);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new WaitInterruptedException(ref, what, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failure) {
        // it was made on another thread: the caller's own stack is what people look for
        failure.addSuppressed(new CalledFrom());
        throw failure;
      }
      throw new IllegalStateException(what + " of " + ref + " failed", cause);
    } catch (CancellationException e) {
      throw new IllegalStateException(what + " of " + ref + " was cancelled", e);
    }
  }

  /** Marks where a blocking call came from. */
  private static final class CalledFrom extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CalledFrom() {
      super("called from here");
    }
  }
}
