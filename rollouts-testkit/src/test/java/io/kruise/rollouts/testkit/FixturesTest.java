// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The fixtures")
class FixturesTest {
  private final KubernetesSerialization json = new KubernetesSerialization();

  @Test
  @DisplayName("make the guide's Rollout as the guide writes it")
  void guideRollout() {
    Rollout rollout = RolloutFixture.canary("rollouts-demo").build();
    assertThat((Object) json.convertValue(rollout, Map.class))
        .isEqualTo(
            json.unmarshal(
                """
                apiVersion: rollouts.kruise.io/v1beta1
                kind: Rollout
                metadata:
                  name: rollouts-demo
                spec:
                  workloadRef:
                    apiVersion: apps/v1
                    kind: Deployment
                    name: workload-demo
                  strategy:
                    canary:
                      enableExtraWorkloadForCanary: false
                      steps:
                      - replicas: 1
                      - replicas: 50%
                      - replicas: 100%
                """,
                Map.class));
  }

  @Test
  @DisplayName("tell the three styles apart")
  void styles() {
    assertThat(json.asJson(RolloutFixture.canary("a").build()))
        .contains("\"enableExtraWorkloadForCanary\":false");
    assertThat(json.asJson(RolloutFixture.canaryWithExtraWorkload("a").build()))
        .contains("\"enableExtraWorkloadForCanary\":true");
    assertThat(json.asJson(RolloutFixture.blueGreen("a").steps(new IntOrString(1)).build()))
        .contains("\"strategy\":{\"blueGreen\":{\"steps\":[{\"replicas\":1}]}}");
  }

  @Test
  @DisplayName("copy, and leave what they were made from as it was")
  void copies() {
    DeploymentFixture one = DeploymentFixture.deployment("workload-demo");
    Deployment other = one.replicas(3).version("version-2").rolloutId("r2").build();
    assertThat(one.build().getSpec().getReplicas()).isEqualTo(10);
    assertThat(one.build().getMetadata().getLabels()).isNullOrEmpty();
    assertThat(other.getSpec().getReplicas()).isEqualTo(3);
    assertThat(other.getMetadata().getLabels()).containsEntry(RolloutLabels.ROLLOUT_ID, "r2");
    assertThat(
            other
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()
                .get(0)
                .getValue())
        .isEqualTo("version-2");
  }
}
