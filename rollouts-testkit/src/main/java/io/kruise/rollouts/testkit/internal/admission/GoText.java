// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Values in messages, as Go prints them (%#v and %q). Where Go prints an address, so does this: one
 * that means as little.
 */
final class GoText {
  /** How a missing value is printed. */
  static final String NULL = "\"null\"";

  private static final String ADDRESS = "0xc000a1b2c0";

  private GoText() {}

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  static String workloadRef(JsonNode ref) {
    return "v1beta1.ObjectRef{APIVersion:"
        + text(ref, "apiVersion")
        + ", Kind:"
        + text(ref, "kind")
        + ", Name:"
        + text(ref, "name")
        + "}";
  }

  static String amount(JsonNode amount) {
    return amount.isTextual()
        ? "intstr.IntOrString{Type:1, IntVal:0, StrVal:" + quoted(amount.asText()) + "}"
        : "intstr.IntOrString{Type:0, IntVal:" + amount.asInt() + ", StrVal:\"\"}";
  }

  static String ingress(JsonNode ingress) {
    return "v1beta1.IngressTrafficRouting{ClassType:"
        + text(ingress, "classType")
        + ", Name:"
        + text(ingress, "name")
        + "}";
  }

  static String gateway(JsonNode gateway) {
    return "v1beta1.GatewayTrafficRouting{HTTPRouteName:"
        + pointer("string", gateway, "httpRouteName")
        + "}";
  }

  static String routings(JsonNode routings) {
    return list("v1beta1.TrafficRoutingRef", routings, GoText::routing);
  }

  private static String routing(JsonNode routing) {
    return "v1beta1.TrafficRoutingRef{Service:"
        + text(routing, "service")
        + ", GracePeriodSeconds:"
        + routing.path("gracePeriodSeconds").asInt()
        + ", Ingress:"
        + pointer("v1beta1.IngressTrafficRouting", routing, "ingress")
        + ", Gateway:"
        + pointer("v1beta1.GatewayTrafficRouting", routing, "gateway")
        + ", CustomNetworkRefs:"
        + list("v1beta1.ObjectRef", routing.path("customNetworkRefs"), GoText::workloadRef)
        + "}";
  }

  static String steps(JsonNode steps) {
    return list("v1beta1.CanaryStep", steps, GoText::step);
  }

  private static String step(JsonNode step) {
    return "v1beta1.CanaryStep{TrafficRoutingStrategy:v1beta1.TrafficRoutingStrategy{Traffic:"
        + pointer("string", step, "traffic")
        + ", RequestHeaderModifier:"
        + pointer("v1beta1.HTTPHeaderFilter", step, "requestHeaderModifier")
        + ", Matches:"
        + list("v1beta1.HttpRouteMatch", step.path("matches"), GoText::match)
        + "}, Replicas:"
        + pointer("intstr.IntOrString", step, "replicas")
        + ", Pause:v1beta1.RolloutPause{Duration:"
        + pointer("int32", step.path("pause"), "duration")
        + "}}";
  }

  private static String text(JsonNode object, String field) {
    return quoted(object.path(field).asText());
  }

  private static String pointer(String type, JsonNode object, String field) {
    return "(*" + type + ")(" + (object.hasNonNull(field) ? ADDRESS : "nil") + ")";
  }

  private static String list(String type, JsonNode items, Function<JsonNode, String> print) {
    return items.isArray()
        ? Json.items(items).stream()
            .map(print)
            .collect(Collectors.joining(", ", "[]" + type + "{", "}"))
        : "[]" + type + "(nil)";
  }

  private static String match(JsonNode match) {
    return "v1beta1.HttpRouteMatch{Path:"
        + pointer("v1beta1.HTTPPathMatch", match, "path")
        + ", Headers:"
        + list("v1beta1.HTTPHeaderMatch", match.path("headers"), each -> condition("Header", each))
        + ", QueryParams:"
        + list(
            "v1beta1.HTTPQueryParamMatch",
            match.path("queryParams"),
            each -> condition("QueryParam", each))
        + "}";
  }

  private static String condition(String what, JsonNode condition) {
    return "v1beta1.HTTP"
        + what
        + "Match{Type:"
        + pointer("v1beta1." + what + "MatchType", condition, "type")
        + ", Name:"
        + text(condition, "name")
        + ", Value:"
        + text(condition, "value")
        + "}";
  }
}
