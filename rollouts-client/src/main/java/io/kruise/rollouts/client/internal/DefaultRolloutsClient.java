// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.NamespacedRollouts;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.Watching;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.api.WorkloadApi;
import io.kruise.rollouts.client.internal.follow.Feeds;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.List;

/** The door. Thread-safe: what changes is in {@link Feeds}. */
public final class DefaultRolloutsClient implements RolloutsClient {
  private final KubernetesClient kubernetes;
  private final Hands hands;
  private final WaitClock clock;

  /**
   * A door to a cluster.
   *
   * @param kubernetes the connection
   * @param clock the time
   * @param watching which waits share a watch
   */
  public DefaultRolloutsClient(KubernetesClient kubernetes, WaitClock clock, Watching watching) {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes");
    this.clock = requireNonNull(clock, "clock");
    RolloutApi api = new RolloutApi(kubernetes);
    this.hands =
        new Hands(
            api,
            api.inTurn(), // one line for all waits
            new WorkloadApi(kubernetes),
            new Feeds(api, clock, requireNonNull(watching, "watching")));
  }

  @Override
  public RolloutsClient watching(Watching watching) {
    return new DefaultRolloutsClient(kubernetes, clock, watching);
  }

  @Override
  public NamespacedRollouts inNamespace(String namespace) {
    if (requireNonNull(namespace, "namespace").isBlank()) {
      throw new IllegalArgumentException("a namespace must not be blank");
    }
    return new NamespacedRollouts() {
      @Override
      public RolloutOps withName(String name) {
        return rollout(new RolloutRef(namespace, name));
      }

      @Override
      public List<RolloutView> list() {
        return kubernetes.resources(Rollout.class).inNamespace(namespace).list().getItems().stream()
            .map(RolloutView::of)
            .toList();
      }
    };
  }

  @Override
  public RolloutOps rollout(RolloutRef ref) {
    return new DefaultRolloutOps(kubernetes, hands, clock, requireNonNull(ref, "ref"));
  }
}
