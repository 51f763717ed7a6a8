// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.List;

/** The script lua_configuration/networking.istio.io/VirtualService/trafficRouting.lua. */
final class IstioVirtualService {
  private static final List<String> PROTOCOLS = List.of("http", "tcp", "tls");

  private IstioVirtualService() {}

  static void route(ObjectNode spec, Route route, String stable, String canary) {
    if (route.matches().isEmpty()) {
      int weight = route.weight().orElse(100);
      PROTOCOLS.forEach(protocol -> byWeight(spec.path(protocol), weight, stable, canary));
    } else {
      byMatches(spec, route, stable, canary);
    }
  }

  /** GenerateRoutes: each rule to the stable Service gives a share to the canary one. */
  private static void byWeight(JsonNode rules, int weight, String stable, String canary) {
    for (ObjectNode rule : rulesTo(rules, stable)) {
      ArrayNode routes = rule.withArray("/route");
      for (JsonNode each : routes) {
        int share =
            each.hasNonNull("weight")
                ? each.path("weight").asInt() * (100 - weight) / 100
                : (100 - weight) / routes.size();
        ((ObjectNode) each).put("weight", share);
      }
      routes.add(destination(stable, canary).put("weight", weight));
    }
  }

  /** GetRulesToPatch: a rule as often as its routes lead to the stable Service. */
  private static List<ObjectNode> rulesTo(JsonNode rules, String stable) {
    List<ObjectNode> found = new ArrayList<>();
    for (JsonNode rule : Json.items(rules)) {
      if (rule.hasNonNull("match")) {
        continue;
      }
      if (!rule.path("route").isArray()) {
        throw new RoutingFailedException(
            "bad argument #1 to ipairs (table expected, got nil): a rule has no route");
      }
      for (JsonNode each : rule.path("route")) {
        if (host(each).equals(stable)) {
          found.add((ObjectNode) rule);
        }
      }
    }
    return found;
  }

  private static String host(JsonNode route) {
    String host = Json.at(route, "destination", "host").asText();
    int dot = host.indexOf('.');
    return dot < 0 ? host : host.substring(0, dot);
  }

  /** GenerateRoutesWithMatches: a rule for each match, the last one first. */
  private static void byMatches(ObjectNode spec, Route route, String stable, String canary) {
    if (!(spec.path("http") instanceof ArrayNode http)) {
      throw new RoutingFailedException(
          "bad argument #1 to insert (table expected, got nil): no http rules");
    }
    for (JsonNode match : route.matches()) {
      ObjectNode rule = Json.object();
      rule.putArray("match").add(condition(match));
      if (route.headerModifier().isObject()) {
        Json.dig(rule, "headers").set("request", headers(route.headerModifier()));
      }
      rule.putArray("route").add(destination(stable, canary));
      http.insert(0, rule);
    }
  }

  private static ObjectNode condition(JsonNode match) {
    ObjectNode condition = Json.object();
    JsonNode path = match.path("path");
    if (path.isObject()) {
      Json.dig(condition, "uri").set(operator(path), path.path("value"));
    }
    for (String what : List.of("headers", "queryParams")) {
      for (JsonNode each : Json.items(match.path(what))) {
        Json.dig(condition, what, each.path("name").asText())
            .set(operator(each), each.path("value"));
      }
    }
    return condition;
  }

  private static String operator(JsonNode condition) {
    return switch (condition.path("type").asText()) {
      case "RegularExpression" -> "regex";
      case "PathPrefix", "Prefix" -> "prefix";
      default -> "exact";
    };
  }

  private static ObjectNode headers(JsonNode modifier) {
    ObjectNode request = Json.object();
    for (String action : List.of("set", "add")) {
      Json.items(modifier.path(action))
          .forEach(
              header ->
                  Json.dig(request, action)
                      .set(header.path("name").asText(), header.path("value")));
    }
    if (!modifier.path("remove").isEmpty()) {
      request.set("remove", modifier.path("remove"));
    }
    return request;
  }

  /** Where no canary Service is made a DestinationRule has the subset canary. */
  private static ObjectNode destination(String stable, String canary) {
    ObjectNode route = Json.object();
    if (stable.equals(canary)) {
      Json.dig(route, "destination").put("host", stable).put("subset", "canary");
    } else {
      Json.dig(route, "destination").put("host", canary);
    }
    return route;
  }
}
