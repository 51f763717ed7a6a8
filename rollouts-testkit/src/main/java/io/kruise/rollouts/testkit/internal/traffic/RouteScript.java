// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;

/**
 * How a kind's spec is made to route traffic: the scripts of lua_configuration, said in Java.
 * Scripts of one's own, in the ConfigMap kruise-rollout-configuration, are refused: there is
 * nothing here that runs Lua.
 */
@FunctionalInterface
interface RouteScript {

  /**
   * Changes the spec.
   *
   * @param spec as it was before the release
   * @param route which requests go to the new pods
   * @param stable the stable Service's name
   * @param canary the canary Service's name, the same when none is made
   */
  void run(ObjectNode spec, Route route, String stable, String canary);

  /** GetLuaScript. */
  static RouteScript of(ObjectRef ref, World world) {
    return switch (ref.group() + "/" + ref.kind()) {
      case "networking.istio.io/VirtualService" -> luaEmptiness(IstioVirtualService::route);
      case "networking.istio.io/DestinationRule" -> luaEmptiness(RouteScript::addSubset);
      default -> throw missing(ref, world);
    };
  }

  private static RoutingFailedException missing(ObjectRef ref, World world) {
    ObjectRef scripts =
        new ObjectRef("", "ConfigMap", "kruise-rollout", "kruise-rollout-configuration");
    String key = "lua.traffic.routing." + ref.kind() + "." + ref.group();
    return new RoutingFailedException(
        world
            .get(scripts)
            .map(
                map ->
                    map.path("data").has(key)
                        ? "the lua script of " + scripts + " can't be run here"
                        : "expected script not found neither locally nor in ConfigMap")
            .orElse("failed to get ConfigMap(kruise-rollout/kruise-rollout-configuration)"));
  }

  private static void addSubset(ObjectNode spec, Route route, String stable, String canary) {
    if (!spec.path("subsets").isArray()) {
      throw new RoutingFailedException(
          "bad argument #1 to insert (table expected, got nil): no subsets");
    }
    spec.withArray("/subsets")
        .addObject()
        .put("name", "canary")
        .putObject("labels")
        .put("istio.service.tag", "gray");
  }

  /** Lua does not tell an empty table from none: what is empty afterwards is gone. */
  private static RouteScript luaEmptiness(RouteScript script) {
    return (spec, route, stable, canary) -> {
      script.run(spec, route, stable, canary);
      dropEmpty(spec);
    };
  }

  private static void dropEmpty(JsonNode tree) {
    tree.forEach(RouteScript::dropEmpty);
    if (tree instanceof ObjectNode object) {
      List<String> empty =
          object.properties().stream()
              .filter(field -> field.getValue().isContainerNode() && field.getValue().isEmpty())
              .map(java.util.Map.Entry::getKey)
              .toList();
      object.remove(empty);
    }
  }
}
