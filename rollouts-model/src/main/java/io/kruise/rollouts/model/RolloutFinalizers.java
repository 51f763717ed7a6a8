// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

/** Finalizers that OpenKruise Rollouts puts on objects. */
public final class RolloutFinalizers {

  /**
   * On a Rollout. The controller adds it in its first pass, and removes it once all that the
   * Rollout holds is released.
   */
  public static final String ROLLOUT = "rollouts.kruise.io/rollout";

  /**
   * On a BatchRelease. The BatchRelease controller adds it, and removes it once the workload is
   * released.
   */
  public static final String BATCH_RELEASE = "rollouts.kruise.io/batch-release-finalizer";

  /**
   * On the second Deployment of a canary release. The BatchRelease controller adds it, and removes
   * it when the Deployment may go.
   */
  public static final String CANARY_DEPLOYMENT = "finalizer.rollouts.kruise.io/batch-release";

  /**
   * On a TrafficRouting. The TrafficRouting controller adds it, and removes it once routes are put
   * back.
   */
  public static final String TRAFFIC_ROUTING = "rollouts.kruise.io/trafficrouting";

  /**
   * Beginning of a finalizer on a TrafficRouting, followed by the name of a Rollout. The Rollout
   * controller adds it while a release uses the TrafficRouting, and removes it afterwards.
   */
  public static final String PROGRESSING_PREFIX = "progressing.rollouts.kruise.io/";

  private RolloutFinalizers() {}
}
