// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The run's cluster with the real controller; of each class nothing is left behind in it. */
final class RealCluster extends TestCluster {
  private static final long GONE_MINUTES = 3;

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(RealCluster.class);

  private final String[] bedOptions;
  private @Nullable ControlPlane plane;

  /**
   * The cluster.
   *
   * @param bedOptions of {@code bed up}, where it comes to that, and no other class was first
   */
  RealCluster(String... bedOptions) {
    this.bedOptions = bedOptions;
  }

  @Override
  void open(ExtensionContext context) {
    plane =
        context
            .getRoot()
            .getStore(STORE)
            .getOrComputeIfAbsent(
                "plane", key -> ControlPlane.open(bedOptions), ControlPlane.class);
  }

  @Override
  Config config() {
    return Config.fromKubeconfig(kubeconfig());
  }

  /** For other processes. */
  String kubeconfig() {
    return requireNonNull(plane).kubeconfig();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    try (KubernetesClient client = admin()) {
      // the Rollouts first, and at once: the controller needs their workloads to let go of them
      client
          .resources(io.kruise.rollouts.model.v1beta1.Rollout.class)
          .inNamespace(namespace())
          .delete();
      Resource<Namespace> made = client.namespaces().withName(namespace());
      made.delete();
      // its end is part of the run: nothing may be left behind, and the test bed goes down next
      made.waitUntilCondition(Objects::isNull, GONE_MINUTES, TimeUnit.MINUTES);
    }
  }
}
