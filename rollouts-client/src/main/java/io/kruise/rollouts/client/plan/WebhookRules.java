// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.kruise.rollouts.client.plan.Spec.Routing;
import io.kruise.rollouts.client.plan.Spec.Strategy;
import io.kruise.rollouts.client.plan.Spec.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the webhook says of a spec by itself, but for its steps. rollout_create_update_handler.go:
 * validateRolloutSpec.
 */
final class WebhookRules {
  /** workloads_utils.go: knownWorkloadGVKs; the version isn't looked at. */
  private static final Map<String, Set<String>> KINDS =
      Map.of(
          "apps", Set.of("ReplicaSet", "Deployment", "StatefulSet"),
          "apps.kruise.io", Set.of("CloneSet", "StatefulSet", "DaemonSet"));

  private final Spec spec;
  private final Findings findings;

  /** Where the strategy is, in the JSON and in the webhook's words. */
  private final String path;

  private final String serverPath;

  private WebhookRules(Spec spec, Findings findings) {
    this.spec = spec;
    this.findings = findings;
    this.path = spec.path();
    this.serverPath =
        spec.blueGreen().isPresent() ? "Spec.Strategy.BlueGreen" : "Spec.Strategy.Canary";
  }

  static void check(Spec spec, Findings findings) {
    WebhookRules rules = new WebhookRules(spec, findings);
    rules.checkWorkload(spec.workload());
    if (spec.strategy().isEmpty()) {
      findings.webhook(
          FindingCode.NO_STRATEGY,
          "spec.strategy",
          "Spec.Strategy",
          "neither canary nor blueGreen is there; set one of them, with its steps");
    } else if (spec.canary().isPresent() && spec.blueGreen().isPresent()) {
      findings.webhook(
          FindingCode.TWO_STRATEGIES,
          "spec.strategy",
          "Spec.Strategy",
          "canary and blueGreen are both there; take one of them out");
    } else {
      rules.checkStrategy(spec.strategy().get());
    }
  }

  private void checkWorkload(Workload workload) {
    String shown = workload.kind() + " of " + workload.apiVersion();
    if (!KINDS.getOrDefault(workload.group(), Set.of()).contains(workload.kind())) {
      findings.webhook(
          FindingCode.KIND_UNSUPPORTED,
          "spec.workloadRef",
          "Spec.ObjectRef.WorkloadRef",
          "a "
              + shown
              + " can't be released; name a Deployment or StatefulSet of apps/v1, or a CloneSet,"
              + " StatefulSet or DaemonSet of apps.kruise.io, in this spelling");
    } else if (spec.blueGreen().isPresent() && !workload.isDeployment() && !workload.isCloneSet()) {
      findings.webhook(
          FindingCode.KIND_NOT_BLUE_GREEN,
          "spec.workloadRef",
          "Spec.ObjectRef.WorkloadRef",
          "a " + shown + " can't be released blue-green; use canary, or a Deployment or CloneSet");
    }
  }

  private void checkStrategy(Strategy strategy) {
    StepRules.check(spec, serverPath, findings);
    List<Routing> routings = strategy.routings().orElse(List.of());
    if (routings.size() > 1) {
      findings.webhook(
          FindingCode.TWO_ROUTINGS,
          path + ".trafficRoutings",
          serverPath,
          "there are " + routings.size() + " traffic routings; keep one");
    }
    IntStream.range(0, routings.size())
        .forEach(i -> checkRouting(routings.get(i), path + ".trafficRoutings[" + i + "]"));
  }

  private void checkRouting(Routing routing, String at) {
    String server = serverPath + ".TrafficRouting";
    if (routing.gracePeriodSeconds() < 0) {
      findings.webhook(
          FindingCode.NEGATIVE_GRACE_PERIOD,
          at + ".gracePeriodSeconds",
          server + ".GracePeriodSeconds",
          "it is below 0; write 0 or more, or leave it out for 3");
    }
    if (routing.service().isEmpty()) {
      findings.webhook(
          FindingCode.NO_SERVICE,
          at + ".service",
          server + ".Service",
          "it is empty; name the Service of the stable pods");
    }
    if (routing.gateway().isEmpty() && routing.ingress().isEmpty() && routing.custom().isEmpty()) {
      findings.webhook(
          FindingCode.NO_ROUTE,
          at,
          server + ".TrafficRoutings",
          "nothing says what is routed; set ingress, gateway or customNetworkRefs");
    }
    if (routing.ingress().filter(each -> each.name().isEmpty()).isPresent()) {
      findings.webhook(
          FindingCode.NO_INGRESS_NAME,
          at + ".ingress.name",
          server + ".Ingress",
          "it is empty; name the Ingress, or take ingress out");
    }
    if (routing.gateway().filter(each -> each.route().orElse("").isEmpty()).isPresent()) {
      findings.webhook(
          FindingCode.NO_ROUTE_NAME,
          at + ".gateway.httpRouteName",
          server + ".Gateway",
          "it is empty; name the HTTPRoute, or take gateway out");
    }
  }
}
