// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The manager of pkg/trafficrouting/manager.go: Services first, then the network before them. */
public final class NetworkTrafficManager implements TrafficManager {

  @Override
  public TrafficResult apply(
      Verb verb, TrafficContext context, World world, Instant now, Step.Builder step) {
    if (context.refs().isEmpty()) {
      return TrafficResult.DONE;
    }
    Call call = new Call(context, world, now, step);
    try {
      return switch (verb) {
        case INITIALIZE -> initialize(call);
        case ROUTE -> route(call);
        case ROUTE_ALL_TO_NEW -> routeAllToNew(call);
        case FINALISE -> finalise(call);
        case PATCH_STABLE_SERVICE -> patchStableService(call);
        case RESTORE_STABLE_SERVICE -> restoreStableService(call);
        case RESTORE_GATEWAY -> restoreGateway(call);
        case REMOVE_CANARY_SERVICE -> removeCanaryService(call);
      };
    } catch (RoutingFailedException e) {
      return new TrafficResult(
          false, Optional.empty(), Optional.empty(), Optional.ofNullable(e.getMessage()));
    }
  }

  private static TrafficResult initialize(Call call) {
    call.require(call.service(call.stableService()));
    NetworkProviders.of(call).initialize();
    return TrafficResult.DONE;
  }

  /** DoTrafficRouting. */
  private static TrafficResult route(Call call) {
    TrafficContext context = call.context();
    Route route = Route.of(context.step());
    if (route.keepsAll()) {
      return TrafficResult.DONE;
    }
    Optional<ObjectNode> stable = call.find(call.service(call.stableService()));
    if (stable.isEmpty() || justUpdated(call)) {
      return TrafficResult.WAIT;
    }
    if (call.makesCanaryService()) {
      if (context.stableRevision().isEmpty() || context.canaryRevision().isEmpty()) {
        return TrafficResult.WAIT;
      }
      if (Services.split(call, stable.get())) {
        return new TrafficResult(
            false, Optional.of(call.now()), Optional.empty(), Optional.empty());
      }
    }
    return NetworkProviders.of(call).ensureRoutes(route) ? TrafficResult.DONE : TrafficResult.WAIT;
  }

  private static boolean justUpdated(Call call) {
    Integer asked = call.routing().getGracePeriodSeconds();
    Duration grace =
        Duration.ofSeconds(asked == null || asked <= 0 ? Grace.DEFAULT_SECONDS : asked);
    Instant updated = call.context().lastUpdateTime();
    return updated != null && updated.plus(grace).isAfter(call.now());
  }

  private static TrafficResult routeAllToNew(Call call) {
    NetworkProvider network = NetworkProviders.of(call);
    Route all = Route.of(call.context().step()).withAllToNew();
    return Grace.run(call, owner(call), "updateRoute", () -> !network.ensureRoutes(all));
  }

  /** FinalisingTrafficRouting: one after the other, each with its grace period. */
  private static TrafficResult finalise(Call call) {
    TrafficResult restored = restoreStableService(call);
    TrafficResult rerouted = restored.done() ? restored.then(restoreGateway(call)) : restored;
    return rerouted.done() ? rerouted.then(removeCanaryService(call)) : rerouted;
  }

  /** Where no canary Service is made this is never done, as upstream says "retry". */
  private static TrafficResult patchStableService(Call call) {
    if (!call.makesCanaryService()) {
      return TrafficResult.WAIT;
    }
    ObjectNode stable = call.require(call.service(call.stableService()));
    String revision = call.context().stableRevision();
    return Grace.run(
        call, Meta.uid(stable), "patchService", () -> Services.select(call, stable, revision));
  }

  private static TrafficResult restoreStableService(Call call) {
    return call.find(call.service(call.stableService()))
        .map(
            stable ->
                Grace.run(
                    call,
                    Meta.uid(stable),
                    "restoreService",
                    () -> Services.selectAll(call, stable)))
        .orElse(TrafficResult.DONE);
  }

  private static TrafficResult restoreGateway(Call call) {
    NetworkProvider network = NetworkProviders.of(call);
    return Grace.run(call, owner(call), "restoreGateway", network::finalise);
  }

  private static TrafficResult removeCanaryService(Call call) {
    if (!call.makesCanaryService()) {
      return TrafficResult.DONE;
    }
    String key = call.context().namespace() + "/" + call.canaryService();
    return Grace.run(call, key, "removeCanaryService", () -> Services.removeCanary(call))
        .withoutTouch();
  }

  private static String owner(Call call) {
    return Meta.uid(call.context().owner());
  }
}
