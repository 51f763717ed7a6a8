// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.service;

import static io.kruise.rollouts.testkit.junit5.KruiseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.junit5.KruiseTest;
import io.kruise.rollouts.testkit.junit5.service.ReleaseService.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KruiseTest
@Timeout(60)
@DisplayName("a platform's release service")
class ReleaseServiceTest {
  private ReleaseService service;

  @BeforeEach
  void service(KubernetesClient kubernetes, RolloutsClient rollouts) {
    service = new ReleaseService(kubernetes, rollouts);
  }

  @Test
  @DisplayName("leads a release through all its steps")
  void happyPath(FakeKruise kruise, RolloutOps demo) {
    service.start("workload-demo", "version-2", "r2");

    assertThat(service.drive("rollouts-demo", "r2", () -> {})).isEqualTo(Outcome.COMPLETED);

    assertThat(demo).isCompleted().isOfRelease("r2").hasUpdatedPods(10);
    assertThat(kruise.history())
        .passedThrough("step 1 StepPaused", "step 2 StepPaused", "step 3 Completed", "Healthy")
        .approvedOnce(1)
        .approvedOnce(2)
        .neverSkippedAStep();
  }

  @Test
  @DisplayName("takes a release back whose pods crash, after five minutes of the cluster's time")
  void crashLoopingCanary(FakeKruise kruise, KubernetesClient kubernetes, RolloutOps demo) {
    ReleaseFixture.release("version-2", "workload-demo")
        .rolloutId("r2")
        .pods(PodBehavior.crashing("OOMKilled"))
        .deploy(kubernetes);

    Outcome outcome =
        service.drive(
            "rollouts-demo",
            "r2",
            () -> ReleaseFixture.release("version-1", "workload-demo").deploy(kubernetes));

    assertThat(outcome).isEqualTo(Outcome.TAKEN_BACK);
    kruise.advance(Duration.ofMinutes(1));
    assertThat(demo).isRolledBack();
  }

  @Test
  @DisplayName("notices that somebody takes a release back at step 2")
  void rollbackAtStepTwo(FakeKruise kruise, RolloutOps demo) {
    service.start("workload-demo", "version-2", "r2");
    demo.waitForStep(1);
    demo.approve(ApproveOptions.step(1));
    demo.waitForStep(2);
    assertThat(demo).isAwaitingApproval(2).hasUpdatedPods(5);

    service.start("workload-demo", "version-1", "r1");

    // approved before the controller had noticed
    assertThat(service.drive("rollouts-demo", "r2", () -> {})).isEqualTo(Outcome.UNCLEAR);
    assertThat(service.drive("rollouts-demo", "r2", () -> {})).isEqualTo(Outcome.OVERTAKEN);
    kruise.advance(Duration.ofMinutes(1));
    assertThat(demo).isRolledBack();
  }

  @Test
  @DisplayName("goes on where an instance that died had left off, and approves nothing twice")
  void restart(
      FakeKruise kruise, KubernetesClient kubernetes, RolloutOps demo, RolloutsClient next) {
    service.start("workload-demo", "version-2", "r2");
    demo.waitForStep(1);
    demo.approve(ApproveOptions.step(1));
    CompletableFuture<?> dying =
        demo.waitForAsync(StepExpectation.reached(2), WaitOptions.defaults());
    dying.cancel(true);

    Outcome outcome = new ReleaseService(kubernetes, next).drive("rollouts-demo", "r2", () -> {});

    assertThat(outcome).isEqualTo(Outcome.COMPLETED);
    assertThat(kruise.history()).approvedOnce(1).approvedOnce(2).neverSkippedAStep();
  }
}
