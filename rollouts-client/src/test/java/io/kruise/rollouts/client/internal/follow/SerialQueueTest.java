// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.support.Eventually;
import io.kruise.rollouts.client.support.ManualWaitClock;
import io.kruise.rollouts.client.time.WaitClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@DisplayName("a queue of tasks")
class SerialQueueTest {
  private final ManualWaitClock clock = new ManualWaitClock();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final SerialQueue queue = new SerialQueue(clock, failures::add);
  private final List<Integer> ran = new CopyOnWriteArrayList<>();

  @AfterEach
  void closeClock() {
    clock.close();
  }

  @Test
  @DisplayName("runs them in the order in which they came")
  void keepsTheOrder() {
    IntStream.range(0, 100).forEach(i -> queue.execute(() -> ran.add(i)));

    Eventually.holds(() -> ran.size() == 100);
    assertThat(ran).isSorted();
  }

  @Test
  @DisplayName("never runs two at a time, whoever asks")
  void runsOneAtATime() throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(400);
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 100; i++) {
                  queue.execute(
                      () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        running.decrementAndGet();
                        done.countDown();
                      });
                }
              }));
    }
    threads.forEach(Thread::start);

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(most).hasValue(1);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  @DisplayName("a task that throws is told of, and does not block those after it")
  void survivesAThrowingTask() {
    RuntimeException exception = new IllegalStateException("on purpose");
    Error error = new AssertionError("on purpose");
    queue.execute(
        () -> {
          throw exception;
        });
    queue.execute(() -> ran.add(1));
    queue.execute(
        () -> {
          throw error;
        });
    queue.execute(() -> ran.add(2));

    Eventually.holds(() -> ran.size() == 2);
    assertThat(failures).containsExactly(exception, error);
  }

  @Test
  @DisplayName("a task may ask for another")
  void takesTasksFromTasks() {
    queue.execute(
        () -> {
          queue.execute(() -> ran.add(2));
          ran.add(1);
        });

    Eventually.holds(() -> ran.size() == 2);
    assertThat(ran).containsExactly(1, 2);
  }

  @Test
  @DisplayName("runs nothing on the caller's thread")
  void runsElsewhere() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    queue.execute(() -> threads.add(Thread.currentThread()));

    Eventually.holds(() -> threads.size() == 1);
    assertThat(threads).doesNotContain(Thread.currentThread());
  }

  @Test
  @DisplayName("later tasks run at their time, unless they were taken back")
  void runsLater() {
    queue.schedule(Duration.ofSeconds(2), () -> ran.add(2));
    queue.schedule(Duration.ofSeconds(1), () -> ran.add(1));
    WaitClock.Task cancelled = queue.schedule(Duration.ofSeconds(1), () -> ran.add(99));

    cancelled.cancel();
    clock.advance(Duration.ofMillis(999));
    assertThat(ran).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(ran).containsExactly(1);
    clock.advance(Duration.ofSeconds(10));
    assertThat(ran).containsExactly(1, 2);
    assertThat(clock.pending()).isEmpty();
  }
}
