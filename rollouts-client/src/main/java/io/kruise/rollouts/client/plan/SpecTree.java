// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.model.v1beta1.BlueGreenStrategy;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.CanaryStrategy;
import io.kruise.rollouts.model.v1beta1.CustomNetworkRef;
import io.kruise.rollouts.model.v1beta1.GatewayTrafficRouting;
import io.kruise.rollouts.model.v1beta1.HttpHeader;
import io.kruise.rollouts.model.v1beta1.HttpHeaderFilter;
import io.kruise.rollouts.model.v1beta1.HttpHeaderMatch;
import io.kruise.rollouts.model.v1beta1.HttpPathMatch;
import io.kruise.rollouts.model.v1beta1.HttpQueryParamMatch;
import io.kruise.rollouts.model.v1beta1.HttpRouteMatch;
import io.kruise.rollouts.model.v1beta1.IngressTrafficRouting;
import io.kruise.rollouts.model.v1beta1.PatchPodTemplateMetadata;
import io.kruise.rollouts.model.v1beta1.RolloutPause;
import io.kruise.rollouts.model.v1beta1.RolloutSpec;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import io.kruise.rollouts.model.v1beta1.TrafficRoutingRef;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The typed spec as the JSON that is sent of it, unknown fields included. */
final class SpecTree {
  private final Map<String, Object> fields;

  private SpecTree(Map<String, Object> unknown) {
    this.fields = new LinkedHashMap<>(unknown);
  }

  static Object of(RolloutSpec spec) {
    return tree(spec.getAdditionalProperties())
        .put("workloadRef", object(spec.getWorkloadRef(), SpecTree::workload))
        .put("strategy", object(spec.getStrategy(), SpecTree::strategy))
        .put("disabled", spec.getDisabled())
        .fields;
  }

  private static SpecTree tree(Map<String, Object> unknown) {
    return new SpecTree(unknown);
  }

  private SpecTree put(String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
    return this;
  }

  private static <T> @Nullable Object object(@Nullable T bean, Function<T, SpecTree> of) {
    return bean == null ? null : of.apply(bean).fields;
  }

  private static <T> @Nullable Object list(@Nullable List<T> beans, Function<T, SpecTree> of) {
    if (beans == null) {
      return null;
    }
    List<@Nullable Object> items = new ArrayList<>();
    beans.forEach(bean -> items.add(object(bean, of)));
    return items;
  }

  private static @Nullable Object amount(@Nullable IntOrString amount) {
    return amount == null ? null : amount.getValue();
  }

  private static SpecTree workload(WorkloadRef ref) {
    return tree(ref.getAdditionalProperties())
        .put("apiVersion", ref.getApiVersion())
        .put("kind", ref.getKind())
        .put("name", ref.getName());
  }

  private static SpecTree strategy(RolloutStrategy strategy) {
    return tree(strategy.getAdditionalProperties())
        .put("paused", strategy.getPaused())
        .put("canary", object(strategy.getCanary(), SpecTree::canary))
        .put("blueGreen", object(strategy.getBlueGreen(), SpecTree::blueGreen));
  }

  private static SpecTree canary(CanaryStrategy canary) {
    return tree(canary.getAdditionalProperties())
        .put("steps", list(canary.getSteps(), SpecTree::step))
        .put("trafficRoutings", list(canary.getTrafficRoutings(), SpecTree::routing))
        .put("failureThreshold", amount(canary.getFailureThreshold()))
        .put(
            "patchPodTemplateMetadata",
            object(canary.getPatchPodTemplateMetadata(), SpecTree::metadata))
        .put("enableExtraWorkloadForCanary", canary.getEnableExtraWorkloadForCanary())
        .put("trafficRoutingRef", canary.getTrafficRoutingRef())
        .put("disableGenerateCanaryService", canary.getDisableGenerateCanaryService());
  }

  private static SpecTree blueGreen(BlueGreenStrategy blueGreen) {
    return tree(blueGreen.getAdditionalProperties())
        .put("steps", list(blueGreen.getSteps(), SpecTree::step))
        .put("trafficRoutings", list(blueGreen.getTrafficRoutings(), SpecTree::routing))
        .put("failureThreshold", amount(blueGreen.getFailureThreshold()))
        .put("trafficRoutingRef", blueGreen.getTrafficRoutingRef())
        .put("disableGenerateCanaryService", blueGreen.getDisableGenerateCanaryService());
  }

  private static SpecTree metadata(PatchPodTemplateMetadata metadata) {
    return tree(metadata.getAdditionalProperties())
        .put("labels", metadata.getLabels())
        .put("annotations", metadata.getAnnotations());
  }

  private static SpecTree step(CanaryStep step) {
    return tree(step.getAdditionalProperties())
        .put("replicas", amount(step.getReplicas()))
        .put("traffic", step.getTraffic())
        .put("matches", list(step.getMatches(), SpecTree::match))
        .put("requestHeaderModifier", object(step.getRequestHeaderModifier(), SpecTree::filter))
        .put("pause", object(step.getPause(), SpecTree::pause));
  }

  private static SpecTree pause(RolloutPause pause) {
    return tree(pause.getAdditionalProperties()).put("duration", pause.getDuration());
  }

  private static SpecTree match(HttpRouteMatch match) {
    return tree(match.getAdditionalProperties())
        .put("path", object(match.getPath(), SpecTree::path))
        .put("headers", list(match.getHeaders(), SpecTree::header))
        .put("queryParams", list(match.getQueryParams(), SpecTree::queryParam));
  }

  private static SpecTree path(HttpPathMatch path) {
    return tree(path.getAdditionalProperties())
        .put("type", path.getType())
        .put("value", path.getValue());
  }

  private static SpecTree header(HttpHeaderMatch header) {
    return tree(header.getAdditionalProperties())
        .put("name", header.getName())
        .put("type", header.getType())
        .put("value", header.getValue());
  }

  private static SpecTree queryParam(HttpQueryParamMatch param) {
    return tree(param.getAdditionalProperties())
        .put("name", param.getName())
        .put("type", param.getType())
        .put("value", param.getValue());
  }

  private static SpecTree filter(HttpHeaderFilter filter) {
    return tree(filter.getAdditionalProperties())
        .put("set", list(filter.getSet(), SpecTree::headerValue))
        .put("add", list(filter.getAdd(), SpecTree::headerValue))
        .put("remove", filter.getRemove());
  }

  private static SpecTree headerValue(HttpHeader header) {
    return tree(header.getAdditionalProperties())
        .put("name", header.getName())
        .put("value", header.getValue());
  }

  private static SpecTree routing(TrafficRoutingRef routing) {
    return tree(routing.getAdditionalProperties())
        .put("service", routing.getService())
        .put("gracePeriodSeconds", routing.getGracePeriodSeconds())
        .put("ingress", object(routing.getIngress(), SpecTree::ingress))
        .put("gateway", object(routing.getGateway(), SpecTree::gateway))
        .put("customNetworkRefs", list(routing.getCustomNetworkRefs(), SpecTree::custom));
  }

  private static SpecTree ingress(IngressTrafficRouting ingress) {
    return tree(ingress.getAdditionalProperties())
        .put("classType", ingress.getClassType())
        .put("name", ingress.getName());
  }

  private static SpecTree gateway(GatewayTrafficRouting gateway) {
    return tree(gateway.getAdditionalProperties()).put("httpRouteName", gateway.getHttpRouteName());
  }

  private static SpecTree custom(CustomNetworkRef ref) {
    return tree(ref.getAdditionalProperties())
        .put("apiVersion", ref.getApiVersion())
        .put("kind", ref.getKind())
        .put("name", ref.getName());
  }
}
