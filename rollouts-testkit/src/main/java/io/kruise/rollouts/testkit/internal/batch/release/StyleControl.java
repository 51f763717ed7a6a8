// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

/** How a workload is upgraded, in one pass over its BatchRelease (control/interface.go). */
public interface StyleControl {

  /**
   * Takes hold of the workload and notes how it is.
   *
   * @return done, or why not
   */
  Outcome initialize();

  /**
   * Upgrades as many pods as the current batch allows.
   *
   * @return done, or why not
   */
  Outcome upgradeBatch();

  /**
   * Looks whether the current batch's pods are ready.
   *
   * @return done, or why not
   */
  Outcome checkBatch();

  /**
   * Lets go of the workload.
   *
   * @return done, or why not
   */
  Outcome windUp();

  /**
   * Looks at the workload.
   *
   * @return what happened to it since the last pass
   */
  Observation look();
}
