// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lines of the module's README, which {@link ReadmeTest} holds equal. */
@Tag("k3s")
@Timeout(300)
@DisplayName("the README's lines")
class ReadmeIT {
  @RegisterExtension static final KruiseK3s KRUISE = KruiseK3s.shared();

  @Test
  @DisplayName("reach a cluster with Kruise Rollouts")
  void lines() {
    KubernetesClient kubernetes = KRUISE.client();
    RolloutOps demo = RolloutsClient.on(kubernetes).inNamespace("default").withName("demo");

    assertThat(demo.find()).isEmpty();
  }
}
