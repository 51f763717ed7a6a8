// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Asks again and again what is amiss, for a bounded time. */
final class Patience {
  private static final Duration EVERY = Duration.ofMillis(250);

  private final LongSupplier nanos;
  private final Runnable pause;

  Patience(LongSupplier nanos, Runnable pause) {
    this.nanos = nanos;
    this.pause = pause;
  }

  static Patience live() {
    return new Patience(System::nanoTime, Patience::pause);
  }

  /**
   * Until nothing is amiss any more.
   *
   * @param question asked once more when the time is over; what it throws ends the wait
   * @return what was amiss when the time was over; empty in time
   */
  Optional<String> until(Duration limit, Supplier<Optional<String>> question) {
    long begin = nanos.getAsLong();
    while (true) {
      boolean last = nanos.getAsLong() - begin >= limit.toNanos();
      Optional<String> amiss = question.get();
      if (amiss.isEmpty() || last) {
        return amiss;
      }
      pause.run();
    }
  }

  private static void pause() {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(EVERY.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }
}
