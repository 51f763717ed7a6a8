// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.release.Permission;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("real")
@DisplayName("a release as one object")
class ReleaseIT extends ReleaseSuite {
  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }

  @Test
  @DisplayName("that may not be read ends the wait as denied, with the right that is missing")
  void denied() {
    Config nobody = CLUSTER.config();
    nobody.setImpersonateUsername("nobody");
    try (KubernetesClient client = TestCluster.client(TestCluster.Http.VERTX, nobody, http -> {})) {
      ReleaseOutcome outcome =
          RolloutsClient.on(client)
              .inNamespace(cluster().namespace())
              .withName("any")
              .pickUp("r2")
              .await(completed(), Scene.SOON);
      assertThat(outcome)
          .isInstanceOfSatisfying(
              ReleaseOutcome.Denied.class,
              denied ->
                  assertThat(denied.missing())
                      .contains(
                          new Permission(
                              "nobody",
                              "get",
                              "rollouts.kruise.io",
                              "rollouts",
                              Optional.of(cluster().namespace()))));
    }
  }
}
