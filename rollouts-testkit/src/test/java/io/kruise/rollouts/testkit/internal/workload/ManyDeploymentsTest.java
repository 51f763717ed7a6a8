// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import static io.kruise.rollouts.testkit.internal.workload.WorkloadHarness.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.deployment.AdvancedDeploymentController;
import io.kruise.rollouts.testkit.internal.lifecycle.GarbageCollector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ManyDeploymentsTest {
  private static final int COUNT = 200;

  @Test
  @Timeout(60)
  void shareOneNamespace() {
    WorkloadHarness harness =
        new WorkloadHarness(
            PodBehaviors.standard(),
            types ->
                List.of(
                    new DeploymentController(),
                    new ReplicaSetController(),
                    new AdvancedDeploymentController(),
                    new GarbageCollector(types)));
    for (int i = 0; i < COUNT; i++) {
      harness.create(deployment("web-" + i, 5, "v1"));
    }
    harness.seconds(5);
    assertThat(harness.pods("v1")).isEqualTo(COUNT * 5);
    for (int i = 0; i < COUNT; i++) {
      harness.version("Deployment", "web-" + i, "v2");
    }
    harness.seconds(20);
    assertThat(harness.pods("v2")).isEqualTo(COUNT * 5);
    assertThat(harness.pods("v1")).isZero();
    for (int i = 0; i < COUNT; i++) {
      harness.delete("Deployment", "web-" + i);
    }
    harness.seconds(5);
    assertThat(harness.list("Pod")).isEmpty();
  }
}
