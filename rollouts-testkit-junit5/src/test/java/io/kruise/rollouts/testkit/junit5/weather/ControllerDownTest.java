// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.weather;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.ApproveMethod;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.model.v1beta1.CanaryStrategy;
import io.kruise.rollouts.model.v1beta1.IngressTrafficRouting;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import io.kruise.rollouts.model.v1beta1.TrafficRoutingRef;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("Kruise Rollouts' manager that is down")
class ControllerDownTest {
  private static final ApproveOptions BY_SPEC = ApproveOptions.step(1).by(ApproveMethod.SPEC);

  private static final Duration GRACE = Duration.ofMinutes(2);

  private static final String NETWORK =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: demo}
      spec: {selector: {app: demo}, ports: [{port: 80}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: demo, annotations: {kubernetes.io/ingress.class: nginx}}
      spec:
        rules:
        - host: demo.example.com
          http:
            paths:
            - {path: /, pathType: Prefix, backend: {service: {name: demo, port: {number: 80}}}}
      """;

  private final Scene scene = Scene.virtual();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  @DisplayName("lets updates of its workloads and writes of Rollouts be refused")
  void webhooks() {
    scene.weather().controllerDownFor(Duration.ofMinutes(1));

    assertRefused(
        () -> scene.release("version-2"), "mdeployment.kb.io", "/mutate-apps-v1-deployment");
    assertRefused(
        () -> scene.client().resource(RolloutFixture.canary("other").build()).create(),
        "vrollout.kb.io",
        "/validate-rollouts-kruise-io-rollout");
    Deployment labelled = DeploymentFixture.deployment("labelled").build();
    labelled.getMetadata().setLabels(Map.of(RolloutLabels.WORKLOAD_TYPE, "deployment"));
    assertRefused(
        () -> scene.client().resource(labelled).create(),
        "munifiedworload.kb.io",
        "/mutate-unified-workload");
    assertThat(scene.weather().pending()).isEmpty();

    scene.kruise().advance(Duration.ofMinutes(1));
    scene.release("version-2");
    scene.demo().waitForStep(1);
  }

  private static void assertRefused(ThrowingCallable write, String webhook, String path) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(500);
              assertThat(e.getStatus().getReason()).isEqualTo("InternalError");
              assertThat(e.getStatus().getMessage())
                  .startsWith(
                      "Internal error occurred: failed calling webhook \""
                          + webhook
                          + "\": failed to call webhook: Post"
                          + " \"https://kruise-rollout-webhook-service.kruise-rollout.svc:443"
                          + path
                          + "?timeout=10s\": ");
              assertThat(e.getStatus().getDetails().getCauses()).hasSize(1);
            });
  }

  @Test
  @DisplayName("lets pass what needs no webhook, and Kubernetes' own controllers go on")
  void others() {
    scene.weather().controllerDownFor(Duration.ofMinutes(1));

    scene.client().resource(DeploymentFixture.deployment("plain").replicas(2).build()).create();
    scene.client().apps().deployments().withName("plain").edit(it -> it);
    scene.deployment().scale(6);
    scene.kruise().advance(Duration.ofSeconds(30));

    assertThat(scene.client().apps().deployments().withName("plain").get().getStatus())
        .returns(2, status -> status.getReadyReplicas());
    assertThat(scene.deployment().get().getStatus().getReadyReplicas()).isEqualTo(6);
  }

  @Test
  @DisplayName("acts on a blind approval when it is back")
  void madeUpFor() {
    scene.atFirstStep();
    scene.weather().controllerDownFor(Duration.ofMinutes(1));

    scene.approveBlindly();
    scene.kruise().advance(Duration.ofSeconds(59));
    assertThat(scene.position()).isEqualTo("1 StepReady");

    scene.kruise().advance(Duration.ofSeconds(30));
    assertThat(scene.position()).isEqualTo("2 StepPaused");
  }

  @Test
  @DisplayName("lets approve() say within its time that nothing confirms the approval")
  void notConfirmed() {
    scene.atFirstStep();
    Instant begin = scene.kruise().now();
    scene.weather().controllerDownFor(Duration.ofMinutes(2));

    assertThatThrownBy(() -> scene.demo().approve(ApproveOptions.step(1)))
        .isInstanceOfSatisfying(
            ApprovalNotConfirmedException.class,
            e -> {
              assertThat(e.stepIndex()).isEqualTo(1);
              assertThat(e.writes()).isEqualTo(1);
            });
    assertThat(Duration.between(begin, scene.kruise().now())).isEqualTo(Duration.ofSeconds(30));

    scene.demo().waitForStep(2);
    assertThat(Duration.between(begin, scene.kruise().now()))
        .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
    assertThat(scene.demo().approve(ApproveOptions.step(1)).writes()).isZero();
    assertThat(scene.position()).isEqualTo("2 StepPaused");
  }

  @Test
  @DisplayName("forgets since when the network has had its grace period")
  void grace() {
    Duration undisturbed = deletionTakes(Duration.ZERO);

    assertThat(undisturbed).isGreaterThan(GRACE);
    // ten seconds before it is down, five while it is, and less than two passes
    assertThat(deletionTakes(Duration.ofSeconds(5)))
        .isLessThan(undisturbed.minus(GRACE).plusSeconds(20));
  }

  /** Of a Rollout whose routes have to be put back, with the manager down in between. */
  private static Duration deletionTakes(Duration down) {
    try (Scene routed = Scene.virtual(routed())) {
      routed
          .client()
          .load(new ByteArrayInputStream(NETWORK.getBytes(StandardCharsets.UTF_8)))
          .create();
      routed.atFirstStep();
      Instant begin = routed.kruise().now();
      routed.rollout().delete();
      routed.kruise().advance(Duration.ofSeconds(10));
      if (!down.isZero()) {
        routed.weather().controllerDownFor(down);
      }
      for (int i = 0; i < 3600 && routed.rollout().get() != null; i++) {
        routed.kruise().advance(Duration.ofSeconds(1));
      }
      return Duration.between(begin, routed.kruise().now());
    }
  }

  private static Rollout routed() {
    Rollout rollout = RolloutFixture.canary("demo").forDeployment("demo").build();
    RolloutStrategy strategy = requireNonNull(rollout.getSpec().getStrategy());
    CanaryStrategy canary = requireNonNull(strategy.getCanary());
    requireNonNull(canary.getSteps()).get(0).setTraffic("10%");
    canary.setTrafficRoutings(
        List.of(
            TrafficRoutingRef.builder()
                .service("demo")
                .gracePeriodSeconds((int) GRACE.toSeconds())
                .ingress(IngressTrafficRouting.builder().classType("nginx").name("demo").build())
                .build()));
    return rollout;
  }

  @Test
  @DisplayName("lets a wait go on until it is back")
  void waits() throws Exception {
    scene.release("version-2");
    scene.weather().controllerDownFor(Duration.ofMinutes(10));
    CompletableFuture<RolloutView> waiting =
        scene
            .demo()
            .waitForAsync(
                StepExpectation.awaitingApproval(1), WaitOptions.atMost(Duration.ofMinutes(15)));

    scene.kruise().advance(Duration.ofMinutes(9));
    assertThat(waiting).isNotDone();

    scene.kruise().clock().await(waiting);
    assertThat(scene.position()).isEqualTo("1 StepPaused");
  }

  @Test
  @DisplayName("refuses an approval by the plan, which then stays as it was")
  void specPath() {
    scene.atFirstStep();
    scene.weather().controllerDownFor(Duration.ofMinutes(2));

    assertThatThrownBy(() -> scene.demo().approve(BY_SPEC)).isInstanceOf(RolloutException.class);

    assertThat(pause()).isEmpty();
    assertThat(scene.position()).isEqualTo("1 StepPaused");
  }

  @Test
  @DisplayName("lets no plan be put back: approve() says so, and resetPause() does it afterwards")
  void pauseLeft() {
    scene.atFirstStep();
    scene
        .kruise()
        .clock()
        .schedule(
            Duration.ofMillis(10), () -> scene.weather().controllerDownFor(Duration.ofMinutes(5)));

    assertThatThrownBy(() -> scene.demo().approve(BY_SPEC))
        .isInstanceOfSatisfying(
            ApprovalNotConfirmedException.class,
            e -> {
              assertThat(e.pauseMayBeLeft()).isTrue();
              assertThat(e.getSuppressed())
                  .anySatisfy(why -> assertThat(why).hasMessageContaining("vrollout.kb.io"));
            })
        .hasMessageContaining("call resetPause(1) before the next release");
    assertThat(pause()).contains(Duration.ZERO);

    scene.kruise().advance(Duration.ofMinutes(5));
    assertThat(scene.demo().resetPause(1)).isTrue();
    assertThat(pause()).isEmpty();
  }

  private Optional<Duration> pause() {
    return scene.demo().get().plannedPause(1);
  }
}
