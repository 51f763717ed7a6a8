// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.v1beta1.GatewayTrafficRouting;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The rules of an HTTPRoute of the Gateway API (pkg/trafficrouting/network/gateway). */
final class GatewayProvider implements NetworkProvider {
  private final Call call;
  private final ObjectRef route;
  private final HttpRouteRules rules;

  GatewayProvider(Call call, GatewayTrafficRouting conf) {
    this.call = call;
    route =
        call.ref(
            "gateway.networking.k8s.io",
            "HTTPRoute",
            Objects.requireNonNullElse(conf.getHttpRouteName(), ""));
    rules = new HttpRouteRules(call.stableService(), call.canaryService());
  }

  @Override
  public void initialize() {
    call.require(route);
  }

  @Override
  public boolean ensureRoutes(Route wanted) {
    List<JsonNode> present = rulesOf(call.require(route));
    return !set(
        present,
        wanted.matches().isEmpty()
            ? rules.byWeight(present, wanted.weight().orElse(0))
            : rules.byMatches(present, wanted.matches()));
  }

  @Override
  public boolean finalise() {
    Optional<ObjectNode> object = call.find(route);
    return object.isPresent()
        && set(rulesOf(object.get()), rules.stableOnly(rulesOf(object.get())));
  }

  private static List<JsonNode> rulesOf(JsonNode object) {
    return Json.items(Json.at(object, "spec", "rules"));
  }

  private boolean set(List<JsonNode> present, List<? extends JsonNode> wanted) {
    if (present.equals(wanted)) {
      return false;
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "spec").putArray("rules").addAll(wanted);
    call.step().merge(route, patch);
    return true;
  }
}
