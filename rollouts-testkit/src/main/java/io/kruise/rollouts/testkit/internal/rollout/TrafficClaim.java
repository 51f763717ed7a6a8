// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutFinalizers;
import io.kruise.rollouts.model.TrafficRoutingPhase;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * The hold of a release on the TrafficRouting that its annotation names: a finalizer there
 * (rollout_progressing.go).
 */
final class TrafficClaim {
  private TrafficClaim() {}

  /**
   * HandleTrafficRouting.
   *
   * @return whether the release holds it, or none is named
   */
  static boolean take(Pass pass) {
    if (name(pass).isEmpty()) {
      return true;
    }
    Optional<ObjectNode> found = pass.world().get(ref(pass));
    if (found.isEmpty()) {
      return false;
    }
    List<String> finalizers = Meta.finalizers(found.get());
    if (finalizers.contains(finalizer(pass))) {
      return true;
    }
    TrafficRoutingPhase phase =
        TrafficRoutingPhase.of(found.get().path("status").path("phase").asText());
    if (phase != TrafficRoutingPhase.FINALIZING && phase != TrafficRoutingPhase.TERMINATING) {
      pass.step()
          .merge(
              ref(pass), Housekeeping.finalizers(Housekeeping.with(finalizers, finalizer(pass))));
    }
    return false;
  }

  /** FinalizeTrafficRouting. */
  static void release(Pass pass) {
    if (name(pass).isEmpty()) {
      return;
    }
    List<String> finalizers = pass.world().get(ref(pass)).map(Meta::finalizers).orElse(List.of());
    if (finalizers.contains(finalizer(pass))) {
      pass.step()
          .merge(
              ref(pass),
              Housekeeping.finalizers(Housekeeping.without(finalizers, finalizer(pass))));
    }
  }

  private static String name(Pass pass) {
    return Meta.annotation(pass.rollout(), RolloutAnnotations.TRAFFIC_ROUTING);
  }

  private static ObjectRef ref(Pass pass) {
    return pass.ref().beside("rollouts.kruise.io", "TrafficRouting", name(pass));
  }

  private static String finalizer(Pass pass) {
    return RolloutFinalizers.PROGRESSING_PREFIX + Meta.name(pass.rollout());
  }
}
