// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("time that a test owns")
class VirtualTimeTest {

  @Test
  @DisplayName("the guide's release goes by itself, as far as the client waits")
  void guide() {
    try (FakeKruise kruise = FakeKruise.builder().virtualTime().start()) {
      release(kruise, "demo");
    }
  }

  @Test
  @DisplayName("who joins a future of the client waits as one who calls the blocking verb")
  void joined() throws Exception {
    try (FakeKruise kruise = FakeKruise.builder().virtualTime().start()) {
      RolloutOps demo = begun(kruise, "demo");
      CompletableFuture<RolloutView> second =
          demo.waitForAsync(StepExpectation.reached(2), WaitOptions.defaults());
      CompletableFuture<Integer> first =
          demo.waitForAsync(StepExpectation.reached(1), WaitOptions.defaults())
              .thenApply(view -> view.position().stepIndex());
      assertThat(first.join()).isEqualTo(1);
      demo.approveAsync(ApproveOptions.step(1)).get();
      assertThat(second.join().position().stepIndex()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("who joins a future that fails gets its failure")
  void failed() {
    try (FakeKruise kruise = FakeKruise.builder().virtualTime().start()) {
      RolloutOps demo = begun(kruise, "demo");
      CompletableFuture<RolloutView> late =
          demo.waitForAsync(StepExpectation.reached(3), WaitOptions.atMost(Duration.ofMinutes(10)));
      assertThatThrownBy(late::join).hasCauseInstanceOf(StepTimeoutException.class);
    }
  }

  @Test
  @DisplayName("a join on a thread that brings the result is refused, and the rest goes on")
  void joinedByListener() {
    try (FakeKruise kruise = FakeKruise.builder().virtualTime().start()) {
      RolloutOps demo = begun(kruise, "demo");
      CompletableFuture<RolloutView> last =
          demo.waitForAsync(StepExpectation.completed(), WaitOptions.defaults());
      CompletableFuture<RolloutView> chained =
          demo.waitForAsync(StepExpectation.reached(1), WaitOptions.defaults())
              .thenApply(reached -> last.join());
      assertThatThrownBy(chained::join)
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("thenCompose");
      assertThat(last).isNotDone();
    }
  }

  @Test
  @DisplayName("a request after the cluster's end fails, and so does one that was not answered")
  void afterTheEnd() {
    FakeKruise kruise = FakeKruise.builder().virtualTime().start();
    KubernetesClient client = kruise.client();
    RolloutOps demo =
        RolloutsClient.on(client, KruiseClock.of(kruise)).inNamespace("default").withName("demo");
    kruise.close();
    assertThatThrownBy(() -> client.pods().list())
        .isInstanceOf(KubernetesClientException.class)
        .hasStackTraceContaining("closed");
    assertThatThrownBy(demo::get).hasStackTraceContaining("closed");
  }

  private static RolloutOps begun(FakeKruise kruise, String name) {
    KubernetesClient client = kruise.client();
    client.resource(DeploymentFixture.deployment(name).replicas(10).build()).create();
    client.resource(RolloutFixture.canary(name).forDeployment(name).build()).create();
    kruise.advance(Duration.ofSeconds(5));
    ReleaseFixture.release("version-2", name).deploy(client);
    return RolloutsClient.on(client, KruiseClock.of(kruise)).inNamespace("default").withName(name);
  }

  private static void release(FakeKruise kruise, String name) {
    KubernetesClient client = kruise.client();
    RolloutsClient rollouts = RolloutsClient.on(client, KruiseClock.of(kruise));
    client.resource(DeploymentFixture.deployment(name).replicas(10).build()).create();
    client.resource(RolloutFixture.canary(name).forDeployment(name).build()).create();
    kruise.advance(Duration.ofSeconds(5));
    Instant begin = kruise.now();
    ReleaseFixture.release("version-2", name).deploy(client);
    RolloutOps demo = rollouts.inNamespace("default").withName(name);
    demo.waitForStep(1);
    demo.approve(ApproveOptions.step(1));
    demo.waitForStep(2);
    demo.approve(ApproveOptions.step(2));
    demo.waitFor(StepExpectation.completed(), WaitOptions.defaults());
    Deployment done = client.apps().deployments().withName(name).get();
    assertThat(done.getStatus().getUpdatedReplicas()).isEqualTo(10);
    assertThat(Duration.between(begin, kruise.now()))
        .isBetween(Duration.ofSeconds(5), Duration.ofMinutes(2));
  }
}
