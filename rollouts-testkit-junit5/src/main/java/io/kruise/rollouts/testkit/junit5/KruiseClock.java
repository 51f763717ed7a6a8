// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The time of a fake cluster as the clock of the client: while a blocking verb waits, or somebody
 * who joins a future of the client, the time goes from one due moment to the next. For other
 * futures, such as {@code CompletableFuture.allOf(…)}, nobody knows of the wait: pass them to
 * {@link #await}. The {@code get} with a timeout waits on the wall clock and moves nothing.
 * Thread-safe.
 */
public final class KruiseClock implements WaitClock {
  private final TestClock clock;

  private KruiseClock(TestClock clock) {
    this.clock = clock;
  }

  /**
   * The time of a cluster.
   *
   * @param kruise started with virtual time
   * @return the same time, for {@code RolloutsClient.on(kruise.client(), clock)}
   * @throws IllegalStateException when its time passes by itself
   */
  public static KruiseClock of(FakeKruise kruise) {
    return new KruiseClock(kruise.clock());
  }

  /**
   * The time that somebody has.
   *
   * @param clock such as an actor's
   * @return the same time
   */
  public static KruiseClock of(TestClock clock) {
    return new KruiseClock(clock);
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public Task schedule(Duration delay, Runnable task) {
    return clock.schedule(delay, task)::cancel;
  }

  @Override
  public <T extends @Nullable Object> T await(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException {
    return clock.await(future);
  }
}
