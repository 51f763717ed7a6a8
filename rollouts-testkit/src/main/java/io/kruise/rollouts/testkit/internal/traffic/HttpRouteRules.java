// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of an HTTPRoute's rules: the functions of
 * pkg/trafficrouting/network/gateway/gateway.go. Rules that don't lead to the stable Service stay.
 *
 * @param stable the stable Service's name
 * @param canary the canary Service's name
 */
record HttpRouteRules(String stable, String canary) {

  /** BuildCanaryWeightHttpRoutes: the canary beside the stable backend, each with its share. */
  List<JsonNode> byWeight(List<JsonNode> rules, int percent) {
    List<JsonNode> wanted = new ArrayList<>();
    for (JsonNode rule : rules) {
      ObjectNode own = rule.deepCopy();
      int at = backend(own, stable);
      if (at >= 0) {
        ArrayNode backends = backends(own);
        ObjectNode stableRef = (ObjectNode) backends.get(at);
        if (backend(own, canary) < 0) {
          backends.add(stableRef.deepCopy().put("name", canary));
        }
        stableRef.put("weight", 100 - percent);
        ((ObjectNode) backends.get(backend(own, canary))).put("weight", percent);
      }
      wanted.add(own);
    }
    return wanted;
  }

  /**
   * BuildCanaryHeaderHttpRoutes: rules of the canary's own behind all others. Upstream takes the
   * headers and parameters of the first matches, whichever have no path; so does this.
   */
  List<JsonNode> byMatches(List<JsonNode> rules, List<JsonNode> matches) {
    List<JsonNode> withPath =
        new ArrayList<>(matches.stream().filter(match -> match.hasNonNull("path")).toList());
    int withoutPath = matches.size() - withPath.size();
    List<JsonNode> wanted = new ArrayList<>();
    List<JsonNode> canaries = new ArrayList<>();
    for (JsonNode rule : rules) {
      if (backend(rule, canary) >= 0) {
        continue;
      }
      wanted.add(rule);
      int at = backend(rule, stable);
      if (at < 0) {
        continue;
      }
      ArrayNode own = JsonNodeFactory.instance.arrayNode();
      withPath.forEach(own::add);
      withPath.clear();
      if (withoutPath == 0 && own.isEmpty()) {
        continue;
      }
      for (JsonNode base : Json.items(rule.path("matches"))) {
        matches.subList(0, withoutPath).forEach(match -> own.add(both(base, match)));
      }
      canaries.add(ruleOfCanary(rule, at, own));
    }
    wanted.addAll(canaries);
    return wanted;
  }

  private ObjectNode ruleOfCanary(JsonNode rule, int at, ArrayNode matches) {
    ObjectNode own = rule.deepCopy();
    ObjectNode backend = (ObjectNode) backends(own).get(at);
    own.putArray("backendRefs").add(backend.put("name", canary));
    if (matches.isEmpty()) {
      own.remove("matches");
    } else {
      own.set("matches", matches);
    }
    return own;
  }

  private static ObjectNode both(JsonNode base, JsonNode match) {
    ObjectNode both = base.deepCopy();
    for (String what : List.of("headers", "queryParams")) {
      List<JsonNode> more = Json.items(match.path(what));
      if (!more.isEmpty()) {
        both.withArray("/" + what).addAll(more);
      }
    }
    return both;
  }

  /** BuildDesiredHTTPRoute with the weight -1: as before, but for the stable backend's weight. */
  List<JsonNode> stableOnly(List<JsonNode> rules) {
    List<JsonNode> wanted = new ArrayList<>();
    for (JsonNode rule : rules) {
      ObjectNode own = rule.deepCopy();
      int canaryAt = backend(own, canary);
      if (canaryAt >= 0) {
        backends(own).remove(canaryAt);
      }
      int stableAt = backend(own, stable);
      if (stableAt >= 0) {
        ((ObjectNode) backends(own).get(stableAt)).put("weight", 1);
      }
      if (!own.path("backendRefs").isEmpty()) {
        wanted.add(own);
      }
    }
    return wanted;
  }

  /** GetServiceBackendRef: where a rule names the Service, -1 for nowhere. */
  private static int backend(JsonNode rule, String service) {
    List<JsonNode> refs = Json.items(rule.path("backendRefs"));
    for (int i = 0; i < refs.size(); i++) {
      if (refs.get(i).path("kind").asText().equals("Service")
          && refs.get(i).path("name").asText().equals(service)) {
        return i;
      }
    }
    return -1;
  }

  private static ArrayNode backends(ObjectNode rule) {
    return rule.withArray("/backendRefs");
  }
}
