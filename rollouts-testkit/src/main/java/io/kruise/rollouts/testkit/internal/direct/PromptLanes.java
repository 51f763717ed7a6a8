// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.kruise.rollouts.testkit.TestClock;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.time.Activity;
import io.kruise.rollouts.testkit.internal.time.ClusterTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Everything happens as soon as it can. */
final class PromptLanes implements Lanes {
  private final Activity activity;
  private final ClusterTime time;
  private final Holding holding;

  PromptLanes(Activity activity, ClusterTime time) {
    this.activity = activity;
    this.time = time;
    holding = new Holding(activity, time);
  }

  @Override
  public void request(ApiRequest request, Runnable arrival) {
    activity.execute(arrival);
  }

  @Override
  public void event(Runnable arrival) {
    arrival.run();
  }

  @Override
  public Executor work() {
    return activity;
  }

  @Override
  public TestClock.Timer schedule(Duration delay, Runnable task) {
    return time.schedule(delay, task);
  }

  @Override
  public boolean mayBeWaitedFor() {
    return holding.mayBeWaitedFor();
  }

  @Override
  public void hold(CompletableFuture<?> answer, @Nullable Duration timeout, boolean waitedFor) {
    holding.hold(answer, timeout, waitedFor);
  }
}
