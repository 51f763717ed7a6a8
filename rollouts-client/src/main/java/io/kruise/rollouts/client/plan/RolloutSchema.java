// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.kruise.rollouts.client.plan.Shape.Fields;
import io.kruise.rollouts.client.plan.Shape.Flag;
import io.kruise.rollouts.client.plan.Shape.Items;
import io.kruise.rollouts.client.plan.Shape.Text;
import io.kruise.rollouts.client.plan.Shape.Texts;
import io.kruise.rollouts.client.plan.Shape.Whole;
import io.kruise.rollouts.client.plan.Shape.WholeOrText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The spec of a Rollout v1beta1, as upstream's CRD of v0.6.2 has it. */
final class RolloutSchema {
  private static final int ANY = Integer.MAX_VALUE;
  private static final int SOME = 16;
  private static final int NAME = 256;
  private static final int HEADER_VALUE = 4096;
  private static final int QUERY_VALUE = 1024;
  private static final int PATH_VALUE = 1024;

  /** A token, as HTTP has it. */
  private static final Pattern TOKEN = Pattern.compile("^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$");

  private static final Shape TEXT = new Text(0, ANY, null, List.of());
  private static final Shape FLAG = new Flag();
  private static final Shape AMOUNT = new WholeOrText();

  static final Shape SPEC = spec();

  private RolloutSchema() {}

  private static Shape spec() {
    Shape workloadRef = object(Set.of("apiVersion", "kind", "name"), referenced());
    Map<String, Shape> canary = strategyFields();
    canary.put("enableExtraWorkloadForCanary", FLAG);
    canary.put(
        "patchPodTemplateMetadata",
        object(Set.of(), Map.of("labels", new Texts(), "annotations", new Texts())));
    Shape strategy =
        object(
            Set.of(),
            Map.of(
                "paused", FLAG,
                "canary", object(Set.of(), canary),
                "blueGreen", object(Set.of(), strategyFields())));
    return object(
        Set.of("workloadRef", "strategy"),
        Map.of("workloadRef", workloadRef, "strategy", strategy, "disabled", FLAG));
  }

  private static Map<String, Shape> strategyFields() {
    return new HashMap<>(
        Map.of(
            "steps", list(step(), ANY),
            "trafficRoutings", list(routing(), ANY),
            "failureThreshold", AMOUNT,
            "trafficRoutingRef", TEXT,
            "disableGenerateCanaryService", FLAG));
  }

  private static Shape step() {
    Shape filter =
        object(
            Set.of(),
            Map.of(
                "set", keyed(named(HEADER_VALUE, false)),
                "add", keyed(named(HEADER_VALUE, false)),
                "remove", list(TEXT, SOME)));
    return object(
        Set.of(),
        Map.of(
            "replicas", AMOUNT,
            "traffic", TEXT,
            "matches", list(match(), ANY),
            "requestHeaderModifier", filter,
            "pause", object(Set.of(), Map.of("duration", new Whole()))));
  }

  private static Shape match() {
    Shape path =
        object(
            Set.of(),
            Map.of(
                "type",
                words("Exact", "PathPrefix", "RegularExpression"),
                "value",
                new Text(0, PATH_VALUE, null, List.of())));
    return object(
        Set.of(),
        Map.of(
            "path", path,
            "headers", keyed(named(HEADER_VALUE, true)),
            "queryParams", keyed(named(QUERY_VALUE, true))));
  }

  private static Shape routing() {
    Map<String, Shape> ingress = Map.of("name", TEXT, "classType", TEXT);
    Shape custom = object(Set.of("apiVersion", "kind", "name"), referenced());
    return object(
        Set.of("service"),
        Map.of(
            "service", TEXT,
            "gracePeriodSeconds", new Whole(),
            "ingress", object(Set.of("name"), ingress),
            "gateway", object(Set.of(), Map.of("httpRouteName", TEXT)),
            "customNetworkRefs", list(custom, ANY)));
  }

  private static Map<String, Shape> referenced() {
    return Map.of("apiVersion", TEXT, "kind", TEXT, "name", TEXT);
  }

  private static Shape named(int longestValue, boolean typed) {
    Map<String, Shape> fields =
        new HashMap<>(
            Map.of(
                "name", new Text(1, NAME, TOKEN, List.of()),
                "value", new Text(1, longestValue, null, List.of())));
    if (typed) {
      fields.put("type", words("Exact", "RegularExpression"));
    }
    return object(Set.of("name", "value"), fields);
  }

  private static Shape object(Set<String> required, Map<String, Shape> fields) {
    return new Fields(fields, required);
  }

  private static Shape list(Shape item, int max) {
    return new Items(item, max, false);
  }

  private static Shape keyed(Shape item) {
    return new Items(item, SOME, true);
  }

  private static Shape words(String... words) {
    return new Text(0, ANY, null, List.of(words));
  }
}
