// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal;

import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.WaitInterruptedException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Turns a future into a blocking call: the thread waits, the future's own deadline bounds it. */
final class Blocking {
  private Blocking() {}

  static <T extends @Nullable Object> T join(
      RolloutRef ref, String what, CompletableFuture<T> future) {
    try {
      return future.get();
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
