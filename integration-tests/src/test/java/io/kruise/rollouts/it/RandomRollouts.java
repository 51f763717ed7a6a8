// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rollouts as people might write them, and as they might get them wrong. The same seed gives the
 * same ones. About a third are right; the others have one or a few faults.
 */
final class RandomRollouts {
  private static final List<Object> GOOD_PERCENTS =
      List.of("1%", "5%", "10%", "20%", "33%", "50%", "51%", "75%", "99%", "100%");
  private static final List<@Nullable Object> ODD_AMOUNTS =
      Arrays.asList(
          0,
          -1,
          -2147483648,
          2147483647,
          2147483648L,
          4294967297L,
          1.5,
          2.0,
          true,
          null,
          "",
          "0%",
          "101%",
          "-5%",
          "+5%",
          "-0%",
          "+0%",
          "050%",
          "0100%",
          "+100%",
          "5",
          "50 %",
          " 50%",
          "50%%",
          "1.5%",
          "1e1%",
          "0x5%",
          "1_0%",
          "%",
          "+%",
          "٥%",
          "9223372036854775808%",
          "99999999999999999999%",
          "abc",
          List.of(),
          Map.of());
  private static final List<@Nullable Object> ODD_VALUES =
      Arrays.asList(null, "", "x", 0, -1, 3, 2147483648L, 1.5, true, List.of(), Map.of());

  private final Random random;

  RandomRollouts(long seed) {
    this.random = new Random(seed);
  }

  /** A Rollout of some workload. */
  Map<String, @Nullable Object> rollout(List<String> workloads) {
    Map<String, @Nullable Object> spec = object();
    spec.put("workloadRef", workload(pick(workloads)));
    spec.put("strategy", strategy());
    if (one(8)) {
      spec.put("disabled", mostly(random.nextBoolean()));
    }
    return document(
        one(30) ? pick(List.of("-a", "Upper", "a.b", "a_b", "x".repeat(254))) : "case", spec);
  }

  /** Another version of a Rollout that is there. */
  Map<String, @Nullable Object> version(String name, Map<String, @Nullable Object> stored) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>(stored);
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      change(spec);
    }
    return document(name, spec);
  }

  @SuppressWarnings("unchecked")
  private void change(Map<String, @Nullable Object> spec) {
    if (one(8)) {
      spec.put("workloadRef", workload(name(spec)));
    } else if (one(8)) {
      spec.put("strategy", strategy());
    } else if (spec.get("strategy") instanceof Map<?, ?> old) {
      Map<String, @Nullable Object> strategy = new LinkedHashMap<>((Map<String, Object>) old);
      spec.put("strategy", strategy);
      String style = strategy.containsKey("blueGreen") ? "blueGreen" : "canary";
      if (strategy.get(style) instanceof Map<?, ?> inner) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>((Map<String, Object>) inner);
        strategy.put(style, changed);
        switch (random.nextInt(6)) {
          case 0 -> changed.put("trafficRoutings", routings());
          case 1 -> changed.put("enableExtraWorkloadForCanary", random.nextBoolean());
          case 2 -> changed.remove("trafficRoutings");
          case 3 -> changed.put("failureThreshold", amount());
          default -> changed.put("steps", steps());
        }
      } else {
        strategy.put("paused", mostly(random.nextBoolean()));
      }
    }
  }

  private static String name(Map<String, @Nullable Object> spec) {
    return spec.get("workloadRef") instanceof Map<?, ?> ref
        ? String.valueOf(ref.get("name"))
        : "free";
  }

  private static Map<String, @Nullable Object> document(
      String name, Map<String, @Nullable Object> spec) {
    Map<String, @Nullable Object> document = object();
    document.put("apiVersion", "rollouts.kruise.io/v1beta1");
    document.put("kind", "Rollout");
    document.put("metadata", Map.of("name", name));
    document.put("spec", spec);
    return document;
  }

  private @Nullable Object workload(String name) {
    Map<String, @Nullable Object> ref = object();
    List<String> kind =
        one(6)
            ? pick(
                List.of(
                    List.of("apps/v1", "StatefulSet"),
                    List.of("apps.kruise.io/v1alpha1", "CloneSet"),
                    List.of("apps.kruise.io/v1beta1", "StatefulSet"),
                    List.of("apps.kruise.io/v1alpha1", "DaemonSet"),
                    List.of("apps/v1", "ReplicaSet"),
                    List.of("apps/v1", "DaemonSet"),
                    List.of("batch/v1", "Job"),
                    List.of("v1", "Pod"),
                    List.of("apps", "Deployment"),
                    List.of("apps/", "Deployment"),
                    List.of("/apps", "Deployment"),
                    List.of("apps/v1/x", "Deployment"),
                    List.of("apps/v9", "Deployment"),
                    List.of("Apps/v1", "Deployment"),
                    List.of("apps/v1", "deployment"),
                    List.of("", "")))
            : List.of("apps/v1", "Deployment");
    ref.put("apiVersion", kind.get(0));
    ref.put("kind", kind.get(1));
    ref.put("name", name);
    spoil(ref, 100);
    return ref;
  }

  private @Nullable Object strategy() {
    Map<String, @Nullable Object> strategy = object();
    boolean blueGreen = one(3);
    strategy.put(blueGreen ? "blueGreen" : "canary", style(blueGreen));
    if (one(40)) {
      strategy.put(blueGreen ? "canary" : "blueGreen", style(!blueGreen));
    }
    if (one(10)) {
      strategy.put("paused", mostly(random.nextBoolean()));
    }
    if (one(50)) {
      strategy.clear();
    }
    return strategy;
  }

  private @Nullable Object style(boolean blueGreen) {
    Map<String, @Nullable Object> style = object();
    style.put("steps", one(60) ? odd() : steps());
    if (one(2)) {
      style.put("trafficRoutings", routings());
    }
    if (!blueGreen && one(3)) {
      style.put("enableExtraWorkloadForCanary", mostly(random.nextBoolean()));
    }
    if (one(6)) {
      style.put("failureThreshold", amount());
    }
    if (one(10)) {
      style.put("disableGenerateCanaryService", mostly(random.nextBoolean()));
    }
    if (one(10)) {
      style.put("trafficRoutingRef", mostly("r"));
    }
    if (one(10)) {
      style.put(
          "patchPodTemplateMetadata",
          Map.of("labels", pick(List.of(Map.of("a", "b"), Map.of("a", 1), "x"))));
    }
    spoil(style, 150);
    return style;
  }

  private List<@Nullable Object> steps() {
    List<Object> amounts =
        IntStream.range(0, 1 + random.nextInt(4))
            .mapToObj(i -> random.nextInt(GOOD_PERCENTS.size()))
            .sorted()
            .map(GOOD_PERCENTS::get)
            .collect(Collectors.toCollection(ArrayList::new));
    if (one(2)) {
      amounts.add(0, 1 + random.nextInt(5));
    }
    if (one(12)) {
      Collections.shuffle(amounts, random);
    }
    List<@Nullable Object> steps = new ArrayList<>();
    amounts.forEach(each -> steps.add(step(each)));
    if (one(60)) {
      steps.add(odd());
    }
    return steps;
  }

  private @Nullable Object step(Object replicas) {
    Map<String, @Nullable Object> step = object();
    step.put("replicas", one(40) ? pick(ODD_AMOUNTS) : replicas);
    if (one(60)) {
      step.remove("replicas");
    }
    if (one(6)) {
      step.put("traffic", one(6) ? pick(ODD_AMOUNTS) : pick(GOOD_PERCENTS));
    }
    if (one(12)) {
      step.put("matches", matches());
    }
    if (one(15)) {
      step.put("requestHeaderModifier", Map.of(pick(List.of("set", "add")), List.of(named(4096))));
    }
    if (one(3)) {
      Map<String, @Nullable Object> pause = object();
      pause.put("duration", one(8) ? odd() : random.nextInt(600));
      step.put("pause", one(30) ? odd() : pause);
    }
    spoil(step, 200);
    return step;
  }

  private Object matches() {
    List<Object> named =
        IntStream.range(0, one(15) ? 16 + random.nextInt(2) : 1 + random.nextInt(4))
            .<Object>mapToObj(i -> named(1024))
            .toList();
    Map<String, @Nullable Object> match = object();
    match.put(pick(List.of("headers", "queryParams")), named);
    if (one(5)) {
      match.put(
          "path", Map.of("type", pick(List.of("Exact", "PathPrefix", "Suffix")), "value", "/a"));
    }
    return one(10) ? List.of() : List.of(match);
  }

  private Map<String, @Nullable Object> named(int longest) {
    Map<String, @Nullable Object> named = object();
    named.put(
        "name",
        one(30) ? pick(List.of("", "a b", "x".repeat(257), "a:b")) : "h" + random.nextInt(40));
    named.put(
        "value", one(30) ? pick(List.of("", "v".repeat(longest), "v".repeat(longest + 1))) : "v");
    if (one(3)) {
      named.put(
          "type",
          pick(
              List.of(
                  "Exact", "Exact", "Exact", "RegularExpression", "RegularExpression", "Prefix")));
    }
    spoil(named, 100);
    return named;
  }

  private @Nullable Object routings() {
    List<@Nullable Object> routings = new ArrayList<>();
    int count = one(12) ? random.nextInt(4) : 1;
    for (int i = 0; i < count; i++) {
      Map<String, @Nullable Object> routing = object();
      routing.put("service", one(15) ? "" : "echo");
      if (one(3)) {
        routing.put("gracePeriodSeconds", one(5) ? odd() : random.nextInt(5));
      }
      if (!one(15)) {
        routing.put(
            "ingress",
            one(10) ? pick(List.of(Map.of("name", ""), Map.of())) : Map.of("name", "echo"));
      }
      if (one(10)) {
        routing.put(
            "gateway",
            pick(List.of(Map.of(), Map.of("httpRouteName", ""), Map.of("httpRouteName", "r"))));
      }
      if (one(10)) {
        routing.put(
            "customNetworkRefs",
            pick(
                List.of(
                    List.of(),
                    List.of(Map.of("apiVersion", "a/v1", "kind", "K", "name", "n")),
                    List.of(Map.of("kind", "K")))));
      }
      spoil(routing, 80);
      routings.add(routing);
    }
    return routings;
  }

  private @Nullable Object amount() {
    return one(3) ? pick(ODD_AMOUNTS) : pick(GOOD_PERCENTS);
  }

  private @Nullable Object mostly(Object value) {
    return one(12) ? odd() : value;
  }

  private @Nullable Object odd() {
    return pick(ODD_VALUES);
  }

  /** Once in so many times: a field that is gone, odd, or unknown. */
  private void spoil(Map<String, @Nullable Object> fields, int times) {
    if (!one(times) || fields.isEmpty()) {
      return;
    }
    String field = pick(List.copyOf(fields.keySet()));
    switch (random.nextInt(3)) {
      case 0 -> fields.remove(field);
      case 1 -> fields.put(field, odd());
      default -> fields.put("unheardOf", 1);
    }
  }

  private boolean one(int times) {
    return random.nextInt(times) == 0;
  }

  private <T extends @Nullable Object> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static Map<String, @Nullable Object> object() {
    return new LinkedHashMap<>();
  }
}
