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
  @DisplayName("a controller that writes nothing is told, and so is a workload without its label")
  void silent() {
    ExplainScene scene = scene("silent");
    CLUSTER.kruise().weather().staleStatusFor(Duration.ofMinutes(8));
    scene.change(
        deployment -> deployment.getMetadata().getLabels().remove(RolloutLabels.WORKLOAD_TYPE));
    assertThat(scene.until(Cause.NOT_ARMED).sentence())
        .startsWith("webhook not armed: Deployment silent lacks the label");
    scene.patch("{\"spec\":{\"disabled\":true}}");
    assertThat(scene.until(Cause.CONTROLLER_SILENT).sentence())
        .startsWith("the Rollout is being disabled, and the controller has written nothing since");
  }
}
