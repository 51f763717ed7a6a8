// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.explore;

import io.kruise.rollouts.testkit.TestClock;
import io.kruise.rollouts.testkit.internal.time.ClusterTime;
import io.kruise.rollouts.testkit.internal.time.Driven;
import java.time.Duration;
import java.time.Instant;

/** Time that is set to what a run wants. Confined to the run's thread. */
final class SteppedTime implements ClusterTime {
  private static final Duration REACTION = Duration.ofMillis(25);

  private Instant now = Instant.EPOCH;

  void set(Instant instant) {
    now = instant;
  }

  void moveTo(Instant instant) {
    if (instant.isAfter(now)) {
      now = instant;
    }
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Duration reaction() {
    return REACTION;
  }

  @Override
  public TestClock.Timer schedule(Duration delay, Runnable task) {
    throw new IllegalStateException("only controllers and actors have something to do later here");
  }

  @Override
  public void drive(Driven cluster) {}

  @Override
  public void woken() {}

  @Override
  public void close() {}
}
