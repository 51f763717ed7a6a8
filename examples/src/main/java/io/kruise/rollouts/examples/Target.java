// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.testkit.FakeKruise;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the release is made: the cluster of a kubeconfig that was given, or else a fake one in this
 * process. What kubectl would take by default is never touched without being asked for.
 */
final class Target implements AutoCloseable {
  /** A minute of the fake cluster in six seconds. */
  private static final double FAKE_SPEED = 10;

  private final KubernetesClient client;
  private final String name;
  private final @Nullable FakeKruise fake;

  private Target(KubernetesClient client, String name, @Nullable FakeKruise fake) {
    this.client = client;
    this.name = name;
    this.fake = fake;
  }

  static Target open(Optional<Path> kubeconfig, Map<String, String> environment) {
    if (kubeconfig.isPresent() || !environment.getOrDefault("KUBECONFIG", "").isBlank()) {
      KubernetesClient client = Connection.open(kubeconfig, environment);
      return new Target(client, client.getMasterUrl().toString(), null);
    }
    FakeKruise fake = FakeKruise.builder().speed(FAKE_SPEED).start();
    return new Target(
        fake.client(),
        "a fake cluster in this process, whose time passes %.0f times as fast (--kubeconfig FILE for a real one)"
            .formatted(FAKE_SPEED),
        fake);
  }

  KubernetesClient client() {
    return client;
  }

  /** For people. */
  String name() {
    return name;
  }

  @Override
  public void close() {
    client.close();
    if (fake != null) {
      fake.close();
    }
  }
}
