// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.weather;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.model.v1beta1.CanaryStatus;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.RolloutFixture;
import io.kruise.rollouts.testkit.Weather;
import io.kruise.rollouts.testkit.junit5.KruiseClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A Deployment and its Rollout, both "demo", and how a bare client and ours deal with them. */
final class Scene implements AutoCloseable {
  private static final String NAME = "demo";

  /** Each but the last waits for an approval. */
  private static final IntOrString[] STEPS = {
    new IntOrString(1),
    new IntOrString(2),
    new IntOrString(3),
    new IntOrString(4),
    new IntOrString("100%")
  };

  private final FakeKruise kruise;
  private final KubernetesClient client;
  private final RolloutOps demo;

  private Scene(FakeKruise kruise, KubernetesClient client, RolloutsClient rollouts) {
    this.kruise = kruise;
    this.client = client;
    demo = rollouts.inNamespace("default").withName(NAME);
  }

  /** In virtual time, over no network; at rest. */
  static Scene virtual() {
    return virtual(canary());
  }

  /** The same with a Rollout of its own, of the name and for the Deployment "demo". */
  static Scene virtual(Rollout rollout) {
    FakeKruise kruise = FakeKruise.builder().virtualTime().start();
    KubernetesClient client = kruise.client();
    Scene scene = new Scene(kruise, client, RolloutsClient.on(client, KruiseClock.of(kruise)));
    scene.create(rollout);
    kruise.advance(Duration.ofSeconds(5));
    return scene;
  }

  /** In time that passes by itself, over HTTP; at rest. */
  static Scene live(FakeKruise kruise, KubernetesClient client) {
    Scene scene = new Scene(kruise, client, RolloutsClient.on(client));
    scene.create(canary());
    scene
        .deployment()
        .waitUntilCondition(
            it -> it.getMetadata().getLabels().containsKey(RolloutLabels.WORKLOAD_TYPE),
            20,
            TimeUnit.SECONDS);
    scene
        .rollout()
        .waitUntilCondition(
            it -> it.getStatus() != null && "Healthy".equals(it.getStatus().getPhase()),
            20,
            TimeUnit.SECONDS);
    return scene;
  }

  /** The same, through another client over HTTP. */
  Scene through(KubernetesClient other) {
    return new Scene(kruise, other, RolloutsClient.on(other));
  }

  private static Rollout canary() {
    return RolloutFixture.canary(NAME).forDeployment(NAME).steps(STEPS).build();
  }

  private void create(Rollout rollout) {
    client.resource(DeploymentFixture.deployment(NAME).replicas(5).build()).create();
    client.resource(rollout).create();
  }

  FakeKruise kruise() {
    return kruise;
  }

  Weather weather() {
    return kruise.weather();
  }

  KubernetesClient client() {
    return client;
  }

  /** The client under test. */
  RolloutOps demo() {
    return demo;
  }

  Resource<Deployment> deployment() {
    return client.apps().deployments().withName(NAME);
  }

  Resource<Rollout> rollout() {
    return client.resources(Rollout.class).withName(NAME);
  }

  /** One PATCH that begins a release. */
  Deployment release(String version) {
    return deployment()
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            """
            {"spec":{"template":{"metadata":{"annotations":{"version":"%s"}}}}}
            """
                .formatted(version));
  }

  /** A release that is paused at its first step. */
  Scene atFirstStep() {
    release("version-2");
    demo.waitForStep(1);
    return this;
  }

  /** What kubectl-kruise sends: one PATCH without any guard. */
  Rollout approveBlindly() {
    return approveBlindly(client);
  }

  static Rollout approveBlindly(KubernetesClient client) {
    return client
        .resources(Rollout.class)
        .withName(NAME)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status":{"canaryStatus":{"currentStepState":"StepReady"}}}
            """);
  }

  /** Where the release stands, as a bare read sees it, such as "1 StepPaused". */
  String position() {
    return position(rollout().get());
  }

  static String position(Rollout rollout) {
    CanaryStatus status = requireNonNull(rollout.getStatus().getCanaryStatus());
    return status.getCurrentStepIndex() + " " + status.getCurrentStepState();
  }

  @Override
  public void close() {
    kruise.close();
  }
}
