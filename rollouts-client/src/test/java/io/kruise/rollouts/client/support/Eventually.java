// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounded waiting for what other threads do. The bound is generous: it is met when a test fails.
 */
public final class Eventually {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private Eventually() {}

  public static void holds(Callable<Boolean> condition) {
    holds("the condition", condition);
  }

  public static void holds(String what, Callable<Boolean> condition) {
    await(what)
        .pollInSameThread()
        .atMost(BOUND)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(condition);
  }

  /** The value that the future completes with. */
  public static <T> T value(CompletableFuture<T> future) {
    try {
      return future.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("expected a value, failed with " + e.getCause(), e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("expected a value, got none within " + BOUND, e);
    }
  }

  /** The failure of this type that the future completes with. */
  public static <E extends Throwable> E failure(CompletableFuture<?> future, Class<E> type) {
    try {
      Object value = future.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("expected a failure, got " + value);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(type);
      return requireNonNull(type.cast(e.getCause()));
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("expected a failure, got none within " + BOUND, e);
    }
  }
}
