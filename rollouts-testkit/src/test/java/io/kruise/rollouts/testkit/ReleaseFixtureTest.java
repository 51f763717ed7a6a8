// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("a release")
class ReleaseFixtureTest {

  @Test
  @DisplayName("is one write: version, rollout-id and what its pods do")
  void deploys() {
    try (FakeKruise kruise = FakeKruise.builder().virtualTime().start()) {
      KubernetesClient client = kruise.client();
      Deployment before =
          client.resource(DeploymentFixture.deployment("workload-demo").build()).create();
      ReleaseFixture release = ReleaseFixture.release("version-2", "workload-demo").rolloutId("r2");
      Deployment after = release.pods(PodBehavior.crashing("OOMKilled")).deploy(client);
      assertThat(after.getMetadata().getGeneration())
          .isEqualTo(before.getMetadata().getGeneration() + 1);
      assertThat(after.getMetadata().getLabels())
          .containsEntry("rollouts.kruise.io/rollout-id", "r2");
      assertThat(after.getSpec().getTemplate().getMetadata().getAnnotations())
          .containsEntry(PodBehavior.ANNOTATION, "crash=OOMKilled");
      assertThat(after.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv())
          .hasSize(1)
          .allMatch(each -> each.getValue().equals("version-2"));
      Deployment repaired = release.deploy(client);
      assertThat(repaired.getSpec().getTemplate().getMetadata().getAnnotations())
          .doesNotContainKey(PodBehavior.ANNOTATION);
    }
  }

  @Test
  @DisplayName("says what pods do in the words that are understood")
  void words() {
    for (PodBehavior behavior :
        List.of(
            PodBehavior.ready(),
            PodBehavior.readyAfter(Duration.ofSeconds(5)),
            PodBehavior.neverReady(),
            PodBehavior.crashing("Error"),
            PodBehavior.recoveringAfter(Duration.ofMinutes(1)),
            PodBehavior.readyUpTo(3))) {
      assertThat(PodBehavior.parse(behavior.words())).isEqualTo(behavior);
    }
  }
}
