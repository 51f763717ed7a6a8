// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import java.time.Instant;

/**
 * Routes traffic between old and new pods: upstream's Manager (pkg/trafficrouting/manager.go). Each
 * verb adds its writes to the step and says whether it is done; without trafficRoutings all are.
 * Results are in the sense "done", also where upstream returns "retry".
 */
public interface TrafficManager {

  /** One verb of the manager. */
  enum Verb {
    /** InitializeTrafficRouting: Service, Ingress and so on must be there. */
    INITIALIZE,
    /** DoTrafficRouting. */
    ROUTE,
    /** RouteAllTrafficToNewVersion. */
    ROUTE_ALL_TO_NEW,
    /** FinalisingTrafficRouting. */
    FINALISE,
    /** PatchStableService. */
    PATCH_STABLE_SERVICE,
    /** RestoreStableService. */
    RESTORE_STABLE_SERVICE,
    /** RestoreGateway. */
    RESTORE_GATEWAY,
    /** RemoveCanaryService. */
    REMOVE_CANARY_SERVICE
  }

  /**
   * Does what the verb says, as far as that is possible now.
   *
   * @param verb what
   * @param context for whom
   * @param world all objects
   * @param now the cluster's time
   * @param step gets the writes
   * @return whether it is done
   */
  TrafficResult apply(
      Verb verb, TrafficContext context, World world, Instant now, Step.Builder step);
}
