// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.kruise.rollouts.model.RollingStyle;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The part of a Rollout's spec that rules are about, as the webhook's Go reads it: what is absent
 * and what is empty are the same, but where the webhook tells them apart.
 *
 * @param workload the workload
 * @param disabled {@code spec.disabled}
 * @param canary the canary strategy, if it is there
 * @param blueGreen the blue-green strategy, if it is there
 */
record Spec(
    Workload workload, boolean disabled, Optional<Strategy> canary, Optional<Strategy> blueGreen) {

  /** A workload by its literal reference. */
  record Workload(String apiVersion, String kind, String name) {

    /** The group; empty for the core's, and for what is no group and version. */
    String group() {
      int slash = apiVersion.indexOf('/');
      return slash >= 0 && slash == apiVersion.lastIndexOf('/')
          ? apiVersion.substring(0, slash)
          : "";
    }

    boolean is(String group, String kind) {
      return group().equals(group) && this.kind.equals(kind);
    }

    boolean isDeployment() {
      return is("apps", "Deployment");
    }

    boolean isCloneSet() {
      return is("apps.kruise.io", "CloneSet");
    }
  }

  /** One of the two strategies. */
  record Strategy(
      List<Step> steps,
      Optional<List<Routing>> routings,
      Optional<Amount> failureThreshold,
      boolean extraWorkload,
      boolean metadata,
      boolean withoutCanaryService,
      String routingRef) {}

  /** A step. */
  record Step(
      Optional<Amount> replicas,
      Optional<String> traffic,
      int matches,
      Optional<Long> pause,
      String network) {

    /** Whether it moves traffic, in the webhook's words. */
    boolean routes() {
      return traffic.isPresent() || matches > 0;
    }
  }

  /** A traffic routing; what the API server fills in is there. */
  record Routing(
      long gracePeriodSeconds,
      String service,
      Optional<Ingress> ingress,
      Optional<Gateway> gateway,
      Optional<List<Workload>> custom) {}

  /** An Ingress. */
  record Ingress(String classType, String name) {}

  /** A gateway. */
  record Gateway(Optional<String> route) {}

  /** The strategy that counts: of two, blue-green. */
  Optional<Strategy> strategy() {
    return blueGreen.isPresent() ? blueGreen : canary;
  }

  /** The style as it is written. rollout_types.go: GetRollingStyle. */
  RollingStyle writtenStyle() {
    if (blueGreen.isPresent()) {
      return RollingStyle.BLUE_GREEN;
    }
    return canary
        .map(each -> each.extraWorkload() ? RollingStyle.CANARY : RollingStyle.PARTITION)
        .orElse(RollingStyle.UNKNOWN);
  }

  /** The style as it is: extra pods are for Deployments of apps/v1 alone. IsRealPartition. */
  RollingStyle style() {
    RollingStyle written = writtenStyle();
    return written == RollingStyle.CANARY
            && !(workload.isDeployment() && workload.apiVersion().equals("apps/v1"))
        ? RollingStyle.PARTITION
        : written;
  }

  /** Where the strategy that counts is, in the JSON. */
  String path() {
    return blueGreen.isPresent() ? "spec.strategy.blueGreen" : "spec.strategy.canary";
  }

  List<Step> steps() {
    return strategy().map(Strategy::steps).orElse(List.of());
  }

  Optional<List<Routing>> routings() {
    return strategy().flatMap(Strategy::routings);
  }

  boolean routed() {
    return routings().filter(each -> !each.isEmpty()).isPresent();
  }

  /** What makes a plan another one in the middle of a release: not pauses, nor the threshold. */
  boolean plansAs(Spec other) {
    return steps().size() == other.steps().size()
        && Objects.equals(planned(), other.planned())
        && metadata() == other.metadata();
  }

  private List<Object> planned() {
    return steps().stream()
        .<Object>map(
            step -> List.of(step.replicas(), step.traffic(), step.matches(), step.network()))
        .toList();
  }

  private boolean metadata() {
    return strategy().map(Strategy::metadata).orElse(false);
  }
}
