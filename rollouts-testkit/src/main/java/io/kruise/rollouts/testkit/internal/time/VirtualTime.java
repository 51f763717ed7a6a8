// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until it is moved; what is due on the way runs in order, on the caller's
 * thread. Thread-safe, one mover at a time.
 */
public final class VirtualTime implements ClusterTime {
  private static final Duration REACTION = Duration.ofMillis(25);

  private volatile Instant now;
  private @Nullable Driven cluster;

  /**
   * Time that stands.
   *
   * @param start at this instant
   */
  public VirtualTime(Instant start) {
    now = start;
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
  public synchronized void drive(Driven driven) {
    cluster = driven;
  }

  @Override
  public void woken() {}

  /**
   * Moves the time on, running all that is due on the way.
   *
   * @param by how far
   */
  public synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time can't go back by " + by);
    }
    Instant target = now.plus(by);
    while (runNextBefore(target)) {
      // each pass may make others due
    }
    now = target;
  }

  /**
   * Moves the time to the next pass that is due and runs it, if that is not after the limit.
   *
   * @param limit the latest time
   * @return whether there was one
   */
  public synchronized boolean runNextBefore(Instant limit) {
    if (cluster == null) {
      return false;
    }
    Optional<Instant> due = cluster.nextDue();
    if (due.isEmpty() || due.get().isAfter(limit)) {
      return false;
    }
    if (due.get().isAfter(now)) {
      now = due.get();
    }
    return cluster.runNext();
  }

  @Override
  public void close() {}
}
