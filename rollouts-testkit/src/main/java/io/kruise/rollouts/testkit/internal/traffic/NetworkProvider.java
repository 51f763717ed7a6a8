// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

/** A kind of network that can split traffic (pkg/trafficrouting/network/interface.go). */
interface NetworkProvider {

  /** Fails unless what it changes later is there. */
  void initialize();

  /**
   * Sets the routes.
   *
   * @param route which requests go to the new pods
   * @return whether they were right already, so that nothing was written
   */
  boolean ensureRoutes(Route route);

  /**
   * Puts the routes back as they were before the release.
   *
   * @return whether something was written
   */
  boolean finalise();
}
