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
  /** How many tasks of queues the thread is in. */
  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

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

  /**
   * Whether the calling thread runs a task of some queue, or what a task called: a listener, or
   * what was chained to a future. Such a thread must not wait for another queue's work, which may
   * need just this thread.
   *
   * @return true inside of a task
   */
  public static boolean isRunningHere() {
    return DEPTH.get() > 0;
  }

  private void drain() {
    int depth = DEPTH.get();
    DEPTH.set(depth + 1);
    try {
      for (Runnable task = next(); task != null; task = next()) {
        try {
          task.run();
        } catch (RuntimeException
            | Error e) { // nobody waits for ever because a line of ours is wrong
          onFailure.accept(e);
        }
      }
    } finally {
      if (depth == 0) {
        DEPTH.remove();
      } else {
        DEPTH.set(depth);
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
