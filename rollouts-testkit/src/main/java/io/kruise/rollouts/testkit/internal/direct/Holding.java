// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.kruise.rollouts.testkit.TestClock;
import io.kruise.rollouts.testkit.internal.time.Activity;
import io.kruise.rollouts.testkit.internal.time.ClusterTime;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The requests whose answer takes time. A client gives up in the cluster's time; and a thread of
 * the test's own that made the request waits for it, which nobody could tell the time to move for:
 * so it moves by itself, as with {@link TestClock#await}. Thread-safe.
 */
final class Holding {
  private final Activity activity;
  private final ClusterTime time;

  Holding(Activity activity, ClusterTime time) {
    this.activity = activity;
    this.time = time;
  }

  /**
   * Whether a request that the calling thread makes is one that it may wait for.
   *
   * @return false on the threads that the time waits for: they don't wait for the time
   */
  boolean mayBeWaitedFor() {
    return time instanceof VirtualTime && !activity.isWorking();
  }

  /**
   * Keeps a request.
   *
   * @param answer not there yet
   * @param timeout how long its client waits; null or zero for as long as it takes
   * @param waitedFor whether the time has to move for it
   */
  void hold(CompletableFuture<?> answer, @Nullable Duration timeout, boolean waitedFor) {
    TestClock.Timer giveUp =
        timeout == null || timeout.isZero()
            ? () -> {}
            : time.schedule(
                timeout, () -> answer.completeExceptionally(new SocketTimeoutException("timeout")));
    answer.whenComplete((any, failure) -> giveUp.cancel());
    if (waitedFor && time instanceof VirtualTime virtual) {
      Thread mover = new Thread(() -> move(virtual, answer), "fake-kruise-mover");
      mover.setDaemon(true);
      mover.start();
    }
  }

  private static void move(VirtualTime time, CompletableFuture<?> answer) {
    try {
      time.await(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // for who made the request
    } catch (IllegalStateException e) {
      answer.completeExceptionally(e);
    }
  }
}
