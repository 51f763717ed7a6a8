// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.follow.SerialQueue;
import io.kruise.rollouts.client.time.WaitClock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing after the other, on the clock's threads. Unlike with {@code thenCompose}, cancelling
 * the result cancels what is under way.
 */
final class Flow {
  private final SerialQueue queue;

  Flow(WaitClock clock) {
    this.queue = new SerialQueue(clock, failure -> {});
  }

  /** What comes after success; a failure passes on. */
  <A, B> CompletableFuture<B> then(
      CompletableFuture<A> first, Function<A, CompletableFuture<B>> next) {
    return after(first, next, CompletableFuture::failedFuture);
  }

  /** What comes after success, and after failure. */
  <A, B> CompletableFuture<B> after(
      CompletableFuture<A> first,
      Function<A, CompletableFuture<B>> success,
      Function<Throwable, CompletableFuture<B>> failure) {
    Step<B> step = new Step<>(first);
    first.whenCompleteAsync(
        (value, trouble) ->
            step.goOn(
                () ->
                    trouble == null
                        ? success.apply(requireNonNull(value))
                        : failure.apply(ApiFailures.unwrap(trouble))),
        queue);
    return step.result;
  }

  /** The result of a step, and what has to come before it. */
  private static final class Step<B> {
    final CompletableFuture<B> result = new CompletableFuture<>();
    private CompletableFuture<?> underWay;

    Step(CompletableFuture<?> first) {
      underWay = first;
      result.whenComplete((value, failure) -> cancelIfCancelled());
    }

    synchronized void goOn(Supplier<CompletableFuture<B>> next) {
      if (result.isDone()) {
        return;
      }
      CompletableFuture<B> then;
      try {
        then = next.get();
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
        return;
      }
      underWay = then;
      then.whenComplete(this::end);
    }

    private void end(@Nullable B value, @Nullable Throwable failure) {
      if (failure == null) {
        result.complete(requireNonNull(value));
      } else {
        result.completeExceptionally(ApiFailures.unwrap(failure));
      }
    }

    private synchronized void cancelIfCancelled() {
      if (result.isCancelled()) {
        underWay.cancel(true);
      }
    }
  }
}
