// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.explain;

import io.kruise.rollouts.client.internal.api.ObjectReads.Resource;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.v1beta1.CustomNetworkRef;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import io.kruise.rollouts.model.v1beta1.TrafficRoutingRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An object that the plan's traffic goes through, in the versions that the controller reads.
 *
 * @param kind its kind
 * @param name its name
 * @param resource where it is read
 * @param pluralKnown false where the resource's name was made up from the kind
 */
record TrafficObject(String kind, String name, Resource resource, boolean pluralKnown) {

  static List<TrafficObject> of(Rollout rollout, String namespace) {
    List<TrafficObject> all = new ArrayList<>();
    @Nullable String routing =
        rollout.getMetadata().getAnnotations() == null
            ? null
            : rollout.getMetadata().getAnnotations().get(RolloutAnnotations.TRAFFIC_ROUTING);
    if (routing != null) {
      all.add(known(namespace, "TrafficRouting", "rollouts.kruise.io/v1alpha1", routing));
    }
    for (TrafficRoutingRef each : routings(rollout.getSpec().getStrategy())) {
      all.add(known(namespace, "Service", "v1", String.valueOf(each.getService())));
      if (each.getIngress() != null) {
        all.add(
            new TrafficObject(
                "Ingress",
                String.valueOf(each.getIngress().getName()),
                new Resource(namespace, "networking.k8s.io/v1", "ingresses"),
                true));
      }
      if (each.getGateway() != null) {
        all.add(
            known(
                namespace,
                "HTTPRoute",
                "gateway.networking.k8s.io/v1beta1",
                String.valueOf(each.getGateway().getHttpRouteName())));
      }
      for (CustomNetworkRef custom :
          Objects.requireNonNullElse(each.getCustomNetworkRefs(), List.<CustomNetworkRef>of())) {
        all.add(
            new TrafficObject(
                String.valueOf(custom.getKind()),
                String.valueOf(custom.getName()),
                Resource.ofKind(
                    namespace,
                    String.valueOf(custom.getApiVersion()),
                    String.valueOf(custom.getKind())),
                false));
      }
    }
    return all;
  }

  private static TrafficObject known(
      String namespace, String kind, String apiVersion, String name) {
    return new TrafficObject(kind, name, Resource.ofKind(namespace, apiVersion, kind), true);
  }

  private static List<TrafficRoutingRef> routings(@Nullable RolloutStrategy strategy) {
    @Nullable List<TrafficRoutingRef> routings = null;
    if (strategy != null && strategy.getCanary() != null) {
      routings = strategy.getCanary().getTrafficRoutings();
    } else if (strategy != null && strategy.getBlueGreen() != null) {
      routings = strategy.getBlueGreen().getTrafficRoutings();
    }
    return routings == null ? List.of() : routings;
  }
}
