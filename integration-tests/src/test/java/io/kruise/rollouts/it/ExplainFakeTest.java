// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.explain.Cause;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.FakeKruise;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("why a Rollout is stuck, on the fake")
class ExplainFakeTest extends ExplainSuite {
  @RegisterExtension static final FakeCluster CLUSTER = new FakeCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }

  @Override
  WaitClock clock() {
    FakeKruise kruise = CLUSTER.kruise();
    return ExplainScene.telling(kruise::now);
  }

  @Test
  @DisplayName("a workload without its label is told, while the controller writes no status")
  void notArmed() {
    ExplainScene scene = scene("silent");
    scene.until(Cause.NO_RELEASE_YET); // its controller has written all that it will
    CLUSTER.kruise().weather().staleStatusFor(Duration.ofMinutes(4));
    scene.change(
        deployment -> deployment.getMetadata().getLabels().remove(RolloutLabels.WORKLOAD_TYPE));
    assertThat(scene.until(Cause.NOT_ARMED).sentence())
        .startsWith("webhook not armed: Deployment silent lacks the label");
  }
}
