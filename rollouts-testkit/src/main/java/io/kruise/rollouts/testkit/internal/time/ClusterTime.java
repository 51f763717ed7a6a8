// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.time;

import io.kruise.rollouts.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;

/** Gives a cluster its time, and runs its controllers when they are due. */
public interface ClusterTime extends AutoCloseable {

  /**
   * The cluster's time.
   *
   * @return now
   */
  Instant now();

  /**
   * How long a controller takes to react to a change: never none, as clients of the real one are
   * used to see each state for a moment.
   *
   * @return in the cluster's time
   */
  Duration reaction();

  /**
   * Begins to run a cluster's controllers.
   *
   * @param cluster made with this time
   */
  void drive(Driven cluster);

  /**
   * Something was written: a controller may be due earlier than known. Called under the cluster's
   * monitor.
   */
  void woken();

  /**
   * Runs something later.
   *
   * @param delay how much later, in the cluster's time
   * @param task what to run
   * @return a handle to take it back
   */
  TestClock.Timer schedule(Duration delay, Runnable task);

  @Override
  void close();
}
