// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.time.WaitClock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing after the other, on the clock's threads. Unlike with {@code thenCompose}, cancelling
 * the result cancels what is under way.
 */
public final class Flow {
  private final SerialQueue queue;

  /**
   * A flow with no thread of its own.
   *
   * @param clock where it runs
   */
  public Flow(WaitClock clock) {
    this.queue = new SerialQueue(clock, failure -> {});
  }

  /**
   * What comes after success; a failure passes on.
   *
   * @param first what comes before
   * @param next what comes then
   * @param <A> what the first gives
   * @param <B> what comes in the end
   * @return the end
   */
  public <A, B> CompletableFuture<B> then(
      CompletableFuture<A> first, Function<A, CompletableFuture<B>> next) {
    return after(first, next, CompletableFuture::failedFuture);
  }

  /**
   * What comes after success, and after failure.
   *
   * @param first what comes before
   * @param success what comes after success
   * @param failure what comes after failure, which it is given unwrapped
   * @param <A> what the first gives
   * @param <B> what comes in the end
   * @return the end
   */
  public <A, B> CompletableFuture<B> after(
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
