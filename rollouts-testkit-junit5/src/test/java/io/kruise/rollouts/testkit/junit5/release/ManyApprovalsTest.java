// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.release;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.testkit.Call;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.RolloutFixture;
import io.kruise.rollouts.testkit.Weather;
import io.kruise.rollouts.testkit.junit5.KruiseAssertions;
import io.kruise.rollouts.testkit.junit5.KruiseClock;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(3600)
@DisplayName("many approvals under faults")
class ManyApprovalsTest {
  /** 10,000 are a matter of minutes: {@code -Dapprovals=10000}. */
  private static final int APPROVALS = Integer.getInteger("approvals", 100);

  private static final int STEPS = 20;
  private static final String NAME = "demo";
  private static final WaitOptions SOON = WaitOptions.atMost(Duration.ofHours(1));

  @Test
  @DisplayName("none is lost, and none done twice")
  void noneLostNoneTwice() {
    long seed = Long.getLong("seed", 20_261_130L);
    Random random = new Random(seed);
    int approved = 0;
    int notConfirmedAtOnce = 0;
    while (approved < APPROVALS) {
      try (FakeKruise kruise = FakeKruise.builder().virtualTime().start()) {
        notConfirmedAtOnce += release(kruise, random);
        KruiseAssertions.assertThat(kruise.history()).neverSkippedAStep();
        for (int step = 1; step < STEPS; step++) {
          KruiseAssertions.assertThat(kruise.history()).approvedOnce(step);
          approved++;
        }
      }
    }
    assertThat(approved)
        .as("approvals, each of which took effect once; seed %s", seed)
        .isGreaterThanOrEqualTo(APPROVALS);
    assertThat(notConfirmedAtOnce)
        .as("reported as not confirmed, and asked for again")
        .isLessThan(approved / 10);
  }

  /** A release of many steps, each approved in some weather; how many had to be asked for again. */
  private static int release(FakeKruise kruise, Random random) {
    KubernetesClient client = kruise.client();
    client.resource(DeploymentFixture.deployment(NAME).replicas(STEPS).build()).create();
    IntOrString[] steps =
        IntStream.rangeClosed(1, STEPS)
            .mapToObj(step -> step == STEPS ? new IntOrString("100%") : new IntOrString(step))
            .toArray(IntOrString[]::new);
    client.resource(RolloutFixture.canary(NAME).steps(steps).forDeployment(NAME).build()).create();
    kruise.advance(Duration.ofSeconds(5));
    Release release =
        RolloutsClient.on(client, KruiseClock.of(kruise))
            .inNamespace("default")
            .withName(NAME)
            .release(
                ReleaseRequest.of("r2", TemplateChange.env("busybox", "VERSION", "version-2")));
    int again = 0;
    for (int step = 1; step < STEPS; step++) {
      assertThat(release.await(awaitingApproval(step), SOON))
          .isInstanceOf(ReleaseOutcome.Reached.class);
      brew(kruise.weather(), random);
      again += approve(release, step);
    }
    assertThat(release.await(completed(), SOON)).isInstanceOf(ReleaseOutcome.Completed.class);
    return again;
  }

  private static int approve(Release release, int step) {
    int again = 0;
    for (; ; again++) {
      try {
        release.approve(step);
        return again;
      } catch (ApprovalNotConfirmedException e) {
        assertThat(again).as(e.getMessage()).isLessThan(5);
      }
    }
  }

  private static void brew(Weather weather, Random random) {
    Call patch = Call.patch("rollouts/status");
    switch (random.nextInt(12)) {
      case 0 -> weather.overwriteNextApproval();
      case 1 -> weather.overwriteNextApprovals(2);
      case 2 -> weather.on(patch).loseAnswer();
      case 3 -> weather.on(patch).answer(409);
      case 4 -> weather.on(patch).answer(429);
      case 5 -> weather.on(patch).answer(500);
      case 6 -> weather.on(patch).answer(503);
      case 7 -> weather.on(patch).timeOut();
      case 8 -> weather.on(patch).delay(Duration.ofSeconds(2));
      case 9 -> weather.controllerDownFor(Duration.ofSeconds(10));
      case 10 -> weather.dropWatches();
      default -> weather.on(Call.get("rollouts")).answer(500);
    }
  }
}
