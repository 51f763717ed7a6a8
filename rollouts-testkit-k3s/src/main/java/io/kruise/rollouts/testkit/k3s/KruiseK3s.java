// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cluster that test classes share: started before the first of them, stopped after the last.
 *
 * <pre>{@code
 * @RegisterExtension static final KruiseK3s KRUISE = KruiseK3s.shared();
 * }</pre>
 *
 * <p>Classes with equal options have the same cluster, so each should work in a namespace of its
 * own. Thread-safe: classes may run at the same time.
 */
public final class KruiseK3s implements BeforeAllCallback {
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(KruiseK3s.class);

  private final K3sOptions options;
  private volatile @Nullable KruiseContainer cluster;

  private KruiseK3s(K3sOptions options) {
    this.options = requireNonNull(options, "options");
  }

  /**
   * k3s with Kruise Rollouts v0.6.2, or what {@link K3sOptions#fromEnvironment} says.
   *
   * @return an extension for a static field with {@code @RegisterExtension}
   */
  public static KruiseK3s shared() {
    return shared(K3sOptions.fromEnvironment());
  }

  /**
   * The cluster that the options name.
   *
   * @param options which
   * @return an extension for a static field with {@code @RegisterExtension}
   */
  public static KruiseK3s shared(K3sOptions options) {
    return new KruiseK3s(options);
  }

  /**
   * Makes sure that the cluster is there. JUnit calls it.
   *
   * @throws KruiseStartException if it does not start; each class that shares it fails with that
   */
  @Override
  public void beforeAll(ExtensionContext context) {
    cluster =
        context
            .getRoot()
            .getStore(STORE)
            .getOrComputeIfAbsent(options, KruiseK3s::started, Shared.class)
            .cluster();
  }

  private static Shared started(K3sOptions options) {
    KruiseContainer cluster = new KruiseContainer(options);
    cluster.start();
    return new Shared(cluster);
  }

  /** JUnit closes it at the end of the run. */
  private record Shared(KruiseContainer cluster) implements AutoCloseable {
    @Override
    public void close() {
      cluster.stop();
    }
  }

  /**
   * The cluster's admin, shared with all other classes: don't close it.
   *
   * @return a client whose namespace is {@code default}
   * @throws IllegalStateException before the first test of the class
   */
  public KubernetesClient client() {
    return cluster().client();
  }

  /**
   * How to reach the cluster from this machine, as its admin.
   *
   * @return a kubeconfig that stands alone, as YAML
   * @throws IllegalStateException before the first test of the class
   */
  public String kubeconfig() {
    return cluster().kubeconfig();
  }

  /**
   * The cluster itself.
   *
   * @return it, started
   * @throws IllegalStateException before the first test of the class
   */
  public KruiseContainer cluster() {
    KruiseContainer started = cluster;
    if (started == null) {
      throw new IllegalStateException(
          "there is no cluster yet: register KruiseK3s in a static field with @RegisterExtension");
    }
    return started;
  }
}
