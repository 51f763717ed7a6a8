// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.kruise.rollouts.testkit.TestClock;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** When and where what is under way between a client and the server happens. Thread-safe. */
public interface Lanes {

  /**
   * A request is on its way.
   *
   * @param request which
   * @param arrival the server gets it, and its answer comes back
   */
  void request(ApiRequest request, Runnable arrival);

  /**
   * An event of a watch is on its way.
   *
   * @param arrival the client gets it; never before one that was told earlier
   */
  void event(Runnable arrival);

  /**
   * What a client does with what it got.
   *
   * @return runs it; never on the thread of who hands it over
   */
  Executor work();

  /**
   * Something happens later.
   *
   * @param delay in the cluster's time
   * @param task what
   * @return takes it back
   */
  TestClock.Timer schedule(Duration delay, Runnable task);

  /**
   * Whether a request that the calling thread makes is one that it may wait for.
   *
   * @return false when the thread does not wait for time to pass
   */
  boolean mayBeWaitedFor();

  /**
   * The answer to a request takes time.
   *
   * @param answer not there yet
   * @param timeout how long the client waits for it; null or zero for as long as it takes
   * @param waitedFor what {@link #mayBeWaitedFor} said when the request was made
   */
  void hold(CompletableFuture<?> answer, @Nullable Duration timeout, boolean waitedFor);
}
