// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.Config;
import io.kruise.rollouts.testkit.FakeKruise;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A fake cluster of the class's own, whose time passes ten times as fast. */
final class FakeCluster extends TestCluster {
  private static final double SPEED = 10;

  private @Nullable FakeKruise kruise;

  @Override
  void open(ExtensionContext context) {
    kruise = FakeKruise.builder().speed(SPEED).start();
  }

  FakeKruise kruise() {
    return requireNonNull(kruise);
  }

  @Override
  Config config() {
    return Config.fromKubeconfig(requireNonNull(kruise).kubeconfig());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    admin().close();
    requireNonNull(kruise).close();
  }
}
