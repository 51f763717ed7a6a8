// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.Arrays;
import java.util.List;

/**
 * The kinds of Ingress controllers, by what their canary annotations look like: the scripts of
 * lua_configuration/trafficrouting_ingress, said in Java. A script of one's own, in the ConfigMap
 * kruise-rollout-configuration, is refused: there is nothing here that runs Lua.
 */
enum IngressClass {
  /** Ingress-nginx. */
  NGINX("nginx", "nginx"),
  /** Higress. */
  HIGRESS("higress", "nginx"),
  /** Alibaba Cloud's application load balancer. */
  ALIYUN_ALB("aliyun-alb", "alb"),
  /** Alibaba Cloud's Microservices Engine. */
  MSE("mse", "nginx");

  private static final ObjectRef SCRIPTS =
      new ObjectRef("", "ConfigMap", "kruise-rollout", "kruise-rollout-configuration");

  private static final String MSE_PREFIX = "mse.ingress.kubernetes.io/";
  private static final String WEIGHT = "canary-weight";
  private static final String COOKIE = "canary-by-cookie";
  private static final String HEADER = "canary-by-header";
  private static final String QUERY = "canary-by-query";

  private final String value;
  private final String prefix;

  IngressClass(String value, String vendor) {
    this.value = value;
    prefix = vendor + ".ingress.kubernetes.io/";
  }

  /** GetTrafficRoutingIngressLuaScript. */
  static IngressClass of(World world, String classType) {
    String type = classType.isEmpty() ? NGINX.value : classType;
    boolean scripted =
        world
            .get(SCRIPTS)
            .filter(map -> map.path("data").hasNonNull("lua.traffic.routing.ingress." + type))
            .isPresent();
    if (scripted) {
      throw new RoutingFailedException("the lua script of " + SCRIPTS + " can't be run here");
    }
    return Arrays.stream(values())
        .filter(each -> each.value.equals(type))
        .findFirst()
        .orElseThrow(() -> new RoutingFailedException(type + " lua script is not found"));
  }

  /**
   * The annotations of the canary Ingress.
   *
   * @param present those that it has now, or of the stable one
   * @param route which requests it is to take
   */
  ObjectNode annotations(JsonNode present, Route route) {
    if (this == MSE && !present.isObject()) {
      throw new RoutingFailedException("the lua script mse indexes nil: there are no annotations");
    }
    ObjectNode wanted = present instanceof ObjectNode given ? given.deepCopy() : Json.object();
    wanted.put(prefix + "canary", "true");
    wanted.remove(
        List.of(
            prefix + COOKIE,
            prefix + HEADER,
            prefix + HEADER + "-pattern",
            prefix + HEADER + "-value",
            prefix + WEIGHT));
    if (this == ALIYUN_ALB) {
      wanted.put(prefix + "order", "1");
    }
    route.weight().ifPresent(weight -> wanted.put(prefix + WEIGHT, Integer.toString(weight)));
    if (this == MSE) {
      extend(wanted, route);
    }
    route.matches().forEach(match -> match(wanted, match));
    return wanted;
  }

  private static void extend(ObjectNode wanted, Route route) {
    wanted.remove(
        List.of(
            MSE_PREFIX + QUERY, MSE_PREFIX + QUERY + "-pattern", MSE_PREFIX + QUERY + "-value"));
    if (wanted.has(MSE_PREFIX + "service-subset")) {
      wanted.put(MSE_PREFIX + "service-subset", "gray");
    }
    if (route.headerModifier().isObject()) {
      if (!route.headerModifier().path("set").isArray()) {
        throw new RoutingFailedException("the lua script mse goes through nil: no header is set");
      }
      StringBuilder headers = new StringBuilder();
      for (JsonNode header : Json.items(route.headerModifier().path("set"))) {
        headers
            .append(header.path("name").asText())
            .append(' ')
            .append(header.path("value").asText());
      }
      wanted.put(MSE_PREFIX + "request-header-control-update", headers.toString());
    }
  }

  /** Of a match only the first header, and for MSE the first query parameter, is used. */
  private void match(ObjectNode wanted, JsonNode match) {
    JsonNode header = match.path("headers").path(0);
    if (header.isObject()) {
      if (header.path("name").asText().equals(COOKIE)) {
        wanted.set(prefix + COOKIE, header.path("value"));
      } else {
        condition(wanted, HEADER, header);
      }
    } else if (this == HIGRESS || this == ALIYUN_ALB) {
      throw new RoutingFailedException(
          "the lua script " + value + " indexes nil: a match has no headers");
    }
    JsonNode query = match.path("queryParams").path(0);
    if (this == MSE && query.isObject()) {
      condition(wanted, QUERY, query);
    }
  }

  private void condition(ObjectNode wanted, String what, JsonNode condition) {
    boolean pattern = condition.path("type").asText().equals("RegularExpression");
    wanted.set(prefix + what, condition.path("name"));
    wanted.set(prefix + what + (pattern ? "-pattern" : "-value"), condition.path("value"));
  }
}
