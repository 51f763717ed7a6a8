// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import io.kruise.rollouts.model.v1beta1.TrafficRoutingRef;
import java.util.ArrayList;
import java.util.List;

/** All networks of a trafficRouting as one (pkg/trafficrouting/network/composite.go). */
final class NetworkProviders implements NetworkProvider {
  private final List<NetworkProvider> all;

  private NetworkProviders(List<NetworkProvider> all) {
    this.all = all;
  }

  /** NewNetworkProvider (pkg/trafficrouting/manager.go). */
  static NetworkProvider of(Call call) {
    TrafficRoutingRef routing = call.routing();
    List<NetworkProvider> all = new ArrayList<>();
    if (routing.getCustomNetworkRefs() != null) {
      all.add(new CustomProvider(call, routing.getCustomNetworkRefs()));
    }
    if (routing.getIngress() != null) {
      all.add(new IngressProvider(call, routing.getIngress()));
    }
    if (routing.getGateway() != null) {
      all.add(new GatewayProvider(call, routing.getGateway()));
    }
    if (all.isEmpty()) {
      throw new RoutingFailedException(
          "TrafficRouting current only supports Ingress, Gateway API and CustomNetworkRefs");
    }
    return new NetworkProviders(all);
  }

  @Override
  public void initialize() {
    all.forEach(NetworkProvider::initialize);
  }

  @Override
  public boolean ensureRoutes(Route route) {
    boolean right = true;
    for (NetworkProvider each : all) {
      right &= each.ensureRoutes(route);
    }
    return right;
  }

  @Override
  public boolean finalise() {
    boolean changed = false;
    for (NetworkProvider each : all) {
      changed |= each.finalise();
    }
    return changed;
  }
}
