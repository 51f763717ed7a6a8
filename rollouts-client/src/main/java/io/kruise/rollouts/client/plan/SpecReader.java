// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.kruise.rollouts.client.plan.Spec.Gateway;
import io.kruise.rollouts.client.plan.Spec.Ingress;
import io.kruise.rollouts.client.plan.Spec.Routing;
import io.kruise.rollouts.client.plan.Spec.Step;
import io.kruise.rollouts.client.plan.Spec.Strategy;
import io.kruise.rollouts.client.plan.Spec.Workload;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document that the schema has nothing against, as the webhook's decoder does: numbers have
 * 32 bits.
 */
final class SpecReader {
  private static final long DEFAULT_GRACE_SECONDS = 3;

  private final Findings findings;

  private SpecReader(Findings findings) {
    this.findings = findings;
  }

  static Spec read(@Nullable Object spec, Findings findings) {
    return new SpecReader(findings).spec(spec);
  }

  private Spec spec(@Nullable Object value) {
    Map<?, ?> spec = map(value);
    Map<?, ?> strategy = map(spec.get("strategy"));
    return new Spec(
        workload(map(spec.get("workloadRef"))),
        flag(spec.get("disabled")),
        strategy(strategy.get("canary"), "spec.strategy.canary"),
        strategy(strategy.get("blueGreen"), "spec.strategy.blueGreen"));
  }

  private static Workload workload(Map<?, ?> ref) {
    return new Workload(text(ref.get("apiVersion")), text(ref.get("kind")), text(ref.get("name")));
  }

  private Optional<Strategy> strategy(@Nullable Object value, String path) {
    if (value == null) {
      return Optional.empty();
    }
    Map<?, ?> strategy = map(value);
    return Optional.of(
        new Strategy(
            list(strategy.get("steps"), path + ".steps", this::step).orElse(List.of()),
            list(strategy.get("trafficRoutings"), path + ".trafficRoutings", this::routing),
            amount(strategy.get("failureThreshold"), path + ".failureThreshold"),
            flag(strategy.get("enableExtraWorkloadForCanary")),
            strategy.get("patchPodTemplateMetadata") != null,
            flag(strategy.get("disableGenerateCanaryService")),
            text(strategy.get("trafficRoutingRef"))));
  }

  private Step step(Map<?, ?> step, String path) {
    @Nullable Object duration = map(step.get("pause")).get("duration");
    return new Step(
        amount(step.get("replicas"), path + ".replicas"),
        Optional.ofNullable(step.get("traffic")).map(String::valueOf),
        step.get("matches") instanceof List<?> matches ? matches.size() : 0,
        duration == null
            ? Optional.empty()
            : Optional.of(int32(duration, path + ".pause.duration").longValue()),
        step.get("matches") + "/" + step.get("requestHeaderModifier"));
  }

  private Routing routing(Map<?, ?> routing, String path) {
    @Nullable Object grace = routing.get("gracePeriodSeconds");
    @Nullable Object ingress = routing.get("ingress");
    @Nullable Object gateway = routing.get("gateway");
    return new Routing(
        grace == null
            ? DEFAULT_GRACE_SECONDS
            : int32(grace, path + ".gracePeriodSeconds").longValue(),
        text(routing.get("service")),
        Optional.ofNullable(ingress)
            .map(
                each -> new Ingress(text(map(each).get("classType")), text(map(each).get("name")))),
        Optional.ofNullable(gateway)
            .map(
                each ->
                    new Gateway(
                        Optional.ofNullable(map(each).get("httpRouteName")).map(String::valueOf))),
        list(
            routing.get("customNetworkRefs"),
            path + ".customNetworkRefs",
            (ref, at) -> workload(ref)));
  }

  private <T> Optional<List<T>> list(
      @Nullable Object value, String path, BiFunction<Map<?, ?>, String, T> item) {
    if (!(value instanceof List<?> items)) {
      return Optional.empty();
    }
    return Optional.of(
        IntStream.range(0, items.size())
            .mapToObj(i -> item.apply(map(items.get(i)), path + "[" + i + "]"))
            .toList());
  }

  private Optional<Amount> amount(@Nullable Object value, String path) {
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(
        value instanceof String text ? Amount.text(text) : Amount.count(int32(value, path)));
  }

  private BigInteger int32(Object value, String path) {
    @Nullable BigInteger number = Shape.whole(value);
    if (number == null) {
      return BigInteger.ZERO;
    }
    if (number.bitLength() >= Integer.SIZE) {
      findings.webhook(
          FindingCode.NUMBER_TOO_BIG,
          path,
          "",
          number + " is beyond 32 bits; use a smaller number, or a percentage");
    }
    return number;
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  private static boolean flag(@Nullable Object value) {
    return Boolean.TRUE.equals(value);
  }
}
