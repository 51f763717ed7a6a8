// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.service;

import static io.kruise.rollouts.testkit.junit5.KruiseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.junit5.KruiseTest;
import io.kruise.rollouts.testkit.junit5.service.ReleaseService.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KruiseTest
@Timeout(60)
@DisplayName("a platform's release service, when the controller writes over an approval")
class LostApprovalTest {

  @Test
  @DisplayName("repeats it, and approves no step twice")
  void lostApproval(
      FakeKruise kruise, KubernetesClient kubernetes, RolloutsClient rollouts, RolloutOps demo) {
    ReleaseService service = new ReleaseService(kubernetes, rollouts);
    kruise.weather().overwriteNextApproval();
    service.start("workload-demo", "version-2", "r2");

    assertThat(service.drive("rollouts-demo", "r2", () -> {})).isEqualTo(Outcome.COMPLETED);

    assertThat(demo).isCompleted();
    assertThat(kruise.history())
        .hasOverwrittenApproval(1)
        .hasNoLostApproval()
        .approvedOnce(1)
        .approvedOnce(2);
  }
}
