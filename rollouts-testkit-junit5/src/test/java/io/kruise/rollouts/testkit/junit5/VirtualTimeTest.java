// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("time that a test owns")
class VirtualTimeTest {

  @Test
  @DisplayName("the guide's release goes by itself, as far as the client waits")
  void guide() {
    try (FakeKruise kruise = FakeKruise.builder().virtualTime().start()) {
      release(kruise, "demo");
    }
  }

  private static void release(FakeKruise kruise, String name) {
    KubernetesClient client = kruise.client();
    RolloutsClient rollouts = RolloutsClient.on(client, KruiseClock.of(kruise));
    client.resource(DeploymentFixture.deployment(name).replicas(10).build()).create();
    client.resource(RolloutFixture.canary(name).forDeployment(name).build()).create();
    kruise.advance(Duration.ofSeconds(5));
    Instant begin = kruise.now();
    ReleaseFixture.release("version-2", name).deploy(client);
    RolloutOps demo = rollouts.inNamespace("default").withName(name);
    demo.waitForStep(1);
    demo.approve(ApproveOptions.step(1));
    demo.waitForStep(2);
    demo.approve(ApproveOptions.step(2));
    demo.waitFor(StepExpectation.completed(), WaitOptions.defaults());
    Deployment done = client.apps().deployments().withName(name).get();
    assertThat(done.getStatus().getUpdatedReplicas()).isEqualTo(10);
    assertThat(Duration.between(begin, kruise.now()))
        .isBetween(Duration.ofSeconds(5), Duration.ofMinutes(2));
  }
}
