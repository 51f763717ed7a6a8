// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.RolloutFixture;
import io.kruise.rollouts.testkit.RolloutState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One test's cluster, and who looks at it. Immutable but for the cluster. */
record Stage(FakeKruise kruise, WaitClock clock, RolloutsClient rollouts) {
  static final RolloutRef GUIDE = new RolloutRef("default", "rollouts-demo");

  private static final String WORKLOAD = "workload-demo";
  private static final Duration SETTLED = Duration.ofSeconds(10);

  static Stage on(FakeKruise kruise) {
    WaitClock clock = ownsTime(kruise) ? KruiseClock.of(kruise) : WaitClock.system();
    return new Stage(kruise, clock, RolloutsClient.on(kruise.client(), clock));
  }

  /** Creates the objects of the guide, and lets them come to rest. */
  void furnish() {
    KubernetesClient client = kruise.client();
    client.resource(DeploymentFixture.deployment(WORKLOAD).build()).create();
    if (ownsTime(kruise)) {
      client.resource(RolloutFixture.canary(GUIDE.name()).build()).create();
      kruise.advance(SETTLED);
    } else {
      client
          .apps()
          .deployments()
          .withName(WORKLOAD)
          .waitUntilReady(SETTLED.toSeconds() * 3, TimeUnit.SECONDS);
      client.resource(RolloutFixture.canary(GUIDE.name()).build()).create();
      client
          .resources(Rollout.class)
          .withName(GUIDE.name())
          .waitUntilCondition(Stage::observed, SETTLED.toSeconds() * 3, TimeUnit.SECONDS);
    }
  }

  private static boolean observed(Rollout rollout) {
    RolloutState state = RolloutState.of(rollout);
    return state.phase().equals("Healthy") && state.stepState().equals("Completed");
  }

  private static boolean ownsTime(FakeKruise kruise) {
    try {
      kruise.clock();
      return true;
    } catch (IllegalStateException e) {
      return false; // its time passes by itself
    }
  }
}
