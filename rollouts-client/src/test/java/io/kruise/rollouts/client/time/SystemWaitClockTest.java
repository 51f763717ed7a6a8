// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.support.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@DisplayName("the wall clock")
class SystemWaitClockTest {
  private final WaitClock clock = WaitClock.system();

  @ParameterizedTest(name = "{0} ms")
  @ValueSource(longs = {-5, 0, 1, 30})
  @DisplayName("runs a task on a daemon thread of its own, not before its time")
  void runsTasks(long millis) {
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    Instant before = clock.now();
    clock.schedule(Duration.ofMillis(millis), () -> ran.complete(Thread.currentThread()));

    Thread thread = Eventually.value(ran);

    assertThat(Duration.between(before, clock.now()).toMillis()).isGreaterThanOrEqualTo(millis);
    assertThat(thread).isNotSameAs(Thread.currentThread());
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).isEqualTo("rollouts-client");
  }

  @Test
  @DisplayName("does not run a task that was taken back")
  void cancels() {
    AtomicBoolean ran = new AtomicBoolean();
    CompletableFuture<Void> later = new CompletableFuture<>();
    WaitClock.Task task = clock.schedule(Duration.ofMillis(20), () -> ran.set(true));
    task.cancel();
    clock.schedule(Duration.ofMillis(60), () -> later.complete(null));

    Eventually.value(later);

    assertThat(ran).isFalse();
  }

  @Test
  @DisplayName("a task that throws takes nothing else with it")
  void survivesAThrowingTask() {
    CompletableFuture<Boolean> ran = new CompletableFuture<>();
    for (int i = 0; i < 5; i++) {
      clock.schedule(
          Duration.ZERO,
          () -> {
            throw new IllegalStateException("on purpose");
          });
    }
    clock.schedule(Duration.ZERO, () -> ran.complete(true));

    assertThat(Eventually.value(ran)).isTrue();
  }

  @Test
  @DisplayName("never goes back")
  void isMonotonic() {
    Instant last = clock.now();
    for (int i = 0; i < 10_000; i++) {
      Instant now = clock.now();
      if (now.isBefore(last)) {
        throw new AssertionError(now + " is before " + last);
      }
      last = now;
    }
  }
}
