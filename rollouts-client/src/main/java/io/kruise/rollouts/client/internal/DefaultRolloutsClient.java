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
import io.kruise.rollouts.client.internal.workload.Kinds;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.release.Permission;
import io.kruise.rollouts.client.rights.Rights;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.client.workload.WorkloadKind;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.List;

/** The door. Thread-safe: what changes is in {@link Feeds}. */
public final class DefaultRolloutsClient implements RolloutsClient {
  private final KubernetesClient kubernetes;
  private final Hands hands;
  private final WaitClock clock;
  private final Watching watching;
  private final Kinds kinds;

  /**
   * A door to a cluster.
   *
   * @param kubernetes the connection
   * @param clock the time
   */
  public DefaultRolloutsClient(KubernetesClient kubernetes, WaitClock clock) {
    this(kubernetes, clock, Watching.PER_NAMESPACE, Kinds.standard());
  }

  private DefaultRolloutsClient(
      KubernetesClient kubernetes, WaitClock clock, Watching watching, Kinds kinds) {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes");
    this.clock = requireNonNull(clock, "clock");
    this.watching = requireNonNull(watching, "watching");
    this.kinds = kinds;
    RolloutApi api = new RolloutApi(kubernetes, kinds);
    this.hands =
        new Hands(
            api,
            api.inTurn(), // one line for all waits
            new WorkloadApi(kubernetes, kinds),
            new Feeds(api, clock, watching));
  }

  @Override
  public RolloutsClient watching(Watching watching) {
    return new DefaultRolloutsClient(kubernetes, clock, watching, kinds);
  }

  @Override
  public RolloutsClient knowing(WorkloadKind... more) {
    return new DefaultRolloutsClient(kubernetes, clock, watching, kinds.with(List.of(more)));
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

      @Override
      public List<Permission> missing(Rights rights) {
        return new AccessReviews(kubernetes, namespace).missing(rights);
      }
    };
  }

  @Override
  public RolloutOps rollout(RolloutRef ref) {
    return new DefaultRolloutOps(kubernetes, hands, clock, requireNonNull(ref, "ref"));
  }
}
