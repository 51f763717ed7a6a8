// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.time.WaitClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@DisplayName("the tests' clock")
class ManualWaitClockTest {
  private final ManualWaitClock clock = new ManualWaitClock();
  private final Instant start = clock.now();
  private final List<Duration> ran = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    clock.close();
  }

  private void record() {
    ran.add(Duration.between(start, clock.now()));
  }

  @Test
  @DisplayName("stands still until it is moved, and runs each task at its time")
  void runsTasksAtTheirTime() {
    clock.schedule(Duration.ofSeconds(3), this::record);
    clock.schedule(Duration.ofSeconds(1), this::record);
    assertThat(clock.pending()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(3));
    assertThat(ran).isEmpty();

    clock.advance(Duration.ofSeconds(10));

    assertThat(ran).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(3));
    assertThat(clock.now()).isEqualTo(start.plusSeconds(10));
  }

  @Test
  @DisplayName("runs what a task asks for, when it falls into the same move")
  void runsTasksOfTasks() {
    clock.schedule(
        Duration.ofSeconds(1), () -> clock.schedule(Duration.ofSeconds(1), this::record));

    clock.advance(Duration.ofSeconds(2));

    assertThat(ran).containsExactly(Duration.ofSeconds(2));
  }

  @Test
  @DisplayName("runs tasks without a delay at once, elsewhere; cancelled ones never")
  void runsTasksAtOnce() {
    List<String> threads = new CopyOnWriteArrayList<>();
    clock.schedule(Duration.ZERO, () -> threads.add(Thread.currentThread().getName()));
    WaitClock.Task cancelled = clock.schedule(Duration.ofSeconds(1), this::record);
    cancelled.cancel();

    Eventually.holds(() -> threads.size() == 1);
    assertThat(threads.get(0)).startsWith(ManualWaitClock.THREADS);
    clock.advance(Duration.ofSeconds(5));
    assertThat(ran).isEmpty();
    assertThat(clock.pending()).isEmpty();
  }
}
