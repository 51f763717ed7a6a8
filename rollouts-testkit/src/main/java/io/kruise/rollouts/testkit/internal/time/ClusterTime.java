// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.time;

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

  @Override
  void close();
}
