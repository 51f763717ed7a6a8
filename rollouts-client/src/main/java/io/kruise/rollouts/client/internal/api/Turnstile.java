// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a number of calls be under way at the same time; the others wait in line, without a thread.
 * A call must end by itself, as those with a request timeout do. Thread-safe because all that
 * changes is guarded by one lock, which is not held while a call is made.
 */
final class Turnstile {
  private final int limit;
  private final Queue<Runnable> line = new ArrayDeque<>();
  private int underWay;
  private boolean draining;

  Turnstile(int limit) {
    this.limit = limit;
  }

  <T> CompletableFuture<T> pass(Supplier<CompletableFuture<T>> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    synchronized (line) {
      line.add(
          () ->
              call.get()
                  .whenComplete(
                      (answer, failure) -> {
                        leave();
                        if (failure == null) {
                          result.complete(answer);
                        } else {
                          result.completeExceptionally(failure);
                        }
                      }));
    }
    drain();
    return result;
  }

  private void leave() {
    synchronized (line) {
      underWay--;
    }
    drain();
  }

  /** A loop and not a recursion: a call may have ended before it returns. */
  private void drain() {
    synchronized (line) {
      if (draining) {
        return;
      }
      draining = true;
    }
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private @Nullable Runnable next() {
    synchronized (line) {
      Runnable next = underWay < limit ? line.poll() : null;
      draining = next != null;
      underWay += next == null ? 0 : 1;
      return next;
    }
  }
}
