// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.v1beta1.TrafficRoutingRef;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One call of the traffic manager. Only the first of several trafficRoutings counts.
 *
 * @param context for whom; with trafficRoutings
 * @param world all objects
 * @param now the cluster's time
 * @param step gets the writes
 */
record Call(TrafficContext context, World world, Instant now, Step.Builder step) {

  TrafficRoutingRef routing() {
    return context.refs().get(0);
  }

  /** For a TrafficRouting, of which upstream says OnlyTrafficRouting, no Service is touched. */
  boolean makesCanaryService() {
    return !context.disableGenerateCanaryService()
        && !context.owner().path("kind").asText().equals("TrafficRouting");
  }

  String stableService() {
    return Objects.requireNonNullElse(routing().getService(), "");
  }

  /** GetCanaryServiceName. */
  String canaryService() {
    return makesCanaryService() ? stableService() + "-canary" : stableService();
  }

  ObjectRef service(String name) {
    return ref("", "Service", name);
  }

  ObjectRef ref(String group, String kind, String name) {
    return new ObjectRef(group, kind, context.namespace(), name);
  }

  Optional<ObjectNode> find(ObjectRef ref) {
    return world.get(ref);
  }

  ObjectNode require(ObjectRef ref) {
    return find(ref).orElseThrow(() -> RoutingFailedException.notFound(ref));
  }
}
