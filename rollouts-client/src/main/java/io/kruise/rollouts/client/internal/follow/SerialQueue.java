// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import io.kruise.rollouts.client.time.WaitClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other on the clock's threads. What is only touched by its tasks needs no
 * lock. Thread-safe because its queue is guarded by one.
 */
public final class SerialQueue implements Executor {
  private final WaitClock clock;
  private final Consumer<? super Throwable> onFailure;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean draining;

  /**
   * A queue with no thread of its own.
   *
   * @param clock where the tasks run
   * @param onFailure hears what a task threw; the tasks after it still run
   */
  public SerialQueue(WaitClock clock, Consumer<? super Throwable> onFailure) {
    this.clock = clock;
    this.onFailure = onFailure;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (tasks) {
      tasks.add(task);
      if (draining) {
        return;
      }
      draining = true;
    }
    clock.schedule(Duration.ZERO, this::drain);
  }

  /**
   * Runs a task later, in this queue.
   *
   * @param delay how much later
   * @param task the task
   * @return a handle to take it back
   */
  public WaitClock.Task schedule(Duration delay, Runnable task) {
    return clock.schedule(delay, () -> execute(task));
  }

  private void drain() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException
          | Error e) { // nobody waits for ever because a line of ours is wrong
        onFailure.accept(e);
      }
    }
  }

  private @Nullable Runnable next() {
    synchronized (tasks) {
      Runnable task = tasks.poll();
      draining = task != null;
      return task;
    }
  }
}
