// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kruise.rollouts.model.v1beta1.CanaryStrategy;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutPause;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import io.kruise.rollouts.testkit.Transition.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("the history")
class ReleaseHistoryTest {
  private final FakeKruise kruise = FakeKruise.builder().virtualTime().start();
  private final KubernetesClient client = kruise.client();

  @BeforeEach
  void guide() {
    client.resource(DeploymentFixture.deployment("workload-demo").build()).create();
    client.resource(RolloutFixture.canary("rollouts-demo").build()).create();
    kruise.advance(Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    kruise.close();
  }

  @Test
  @DisplayName("of the guide's release tells every state, and who wrote it")
  void guideRelease() {
    release("version-2");
    approve();
    approve();
    ReleaseHistory history = kruise.history();
    assertThat(history.transitions())
        .extracting(each -> each.to().brief())
        .containsSubsequence(
            "none",
            "Healthy",
            "Progressing Initializing",
            "step 1 BeforeStepUpgrade",
            "step 1 StepUpgrade",
            "step 1 StepPaused",
            "step 1 StepReady",
            "step 2 StepUpgrade",
            "step 2 StepPaused",
            "step 2 StepReady",
            "step 3 StepUpgrade",
            "step 3 Completed",
            "Healthy");
    assertThat(kinds(history)).startsWith(Kind.CREATED).contains(Kind.RELEASED);
    assertThat(history.only(Kind.APPROVED).transitions())
        .extracting(each -> each.to().brief())
        .containsExactly("step 1 StepReady", "step 2 StepReady");
    assertThat(history.only(Kind.MOVED).transitions())
        .extracting(each -> each.cause().writer())
        .containsOnly("rollout-controller");
    assertThat(kinds(history)).doesNotContain(Kind.APPROVAL_OVERWRITTEN);
  }

  @Test
  @DisplayName("says what a client sent, and with what")
  void cause() {
    release("version-2");
    Transition released = kruise.history().only(Kind.RELEASED).transitions().get(0);
    assertThat(released.cause().byClient()).isTrue();
    assertThat(released.cause().request())
        .isEqualTo("PATCH /apis/apps/v1/namespaces/default/deployments/workload-demo");
    assertThat(released.cause().userAgent()).startsWith("fabric8-kubernetes-client/");
    assertThat(released.cause().writer()).isEqualTo("fabric8-kubernetes-client");
    assertThat(released.detail())
        .isEqualTo("spec.template.spec.containers[0].env[0].value: \"version-1\" -> \"version-2\"");
    assertThat(released.toString())
        .startsWith("2026-01-01T00:00:10Z default/rollouts-demo: release, Healthy")
        .doesNotContain("\n");
  }

  @Test
  @DisplayName("knows an approval that was written over")
  void overwritten() {
    release("version-2");
    state("StepReady");
    state("StepPaused");
    assertThat(kinds(kruise.history().tail(2)))
        .containsExactly(Kind.APPROVED, Kind.APPROVAL_OVERWRITTEN);
  }

  @Test
  @DisplayName("knows an approval by the plan, and an edit of it")
  void plan() {
    release("version-2");
    pause(600);
    pause(0);
    assertThat(kinds(kruise.history().tail(2))).containsExactly(Kind.PLAN_EDITED, Kind.APPROVED);
    assertThat(kruise.history().tail(1).toString()).contains("pause.duration: 600 -> 0");
  }

  @Test
  @DisplayName("tells of edits of the workload, not of other objects")
  void workload() {
    int before = kruise.history().transitions().size();
    client.resource(DeploymentFixture.deployment("other").build()).create();
    client.apps().deployments().withName("workload-demo").scale(11);
    client.apps().deployments().withName("workload-demo").delete();
    kruise.advance(Duration.ZERO);
    assertThat(kinds(kruise.history()).subList(before, before + 2))
        .containsExactly(Kind.WORKLOAD_EDITED, Kind.WORKLOAD_EDITED);
  }

  @Test
  @DisplayName("is a picture that later events leave as it is, and can be narrowed")
  void narrowed() {
    ReleaseHistory before = kruise.history();
    int size = before.transitions().size();
    client.resource(RolloutFixture.canary("elsewhere").forDeployment("nothing").build()).create();
    demo().delete();
    kruise.advance(Duration.ofSeconds(10));
    assertThat(before.transitions()).hasSize(size);
    assertThat(kruise.history().of("elsewhere").transitions())
        .isNotEmpty()
        .allMatch(each -> each.rollout().equals("default/elsewhere"));
    assertThat(kinds(kruise.history().of("default/rollouts-demo"))).endsWith(Kind.DELETED);
    assertThat(kruise.history().since(kruise.now().plusSeconds(1)).transitions()).isEmpty();
  }

  private void release(String version) {
    ReleaseFixture.release(version, "workload-demo").deploy(client);
    kruise.advance(Duration.ofMinutes(1));
  }

  private void approve() {
    state("StepReady");
    kruise.advance(Duration.ofMinutes(1));
  }

  private void state(String state) {
    demo()
        .editStatus(
            changed(
                rollout ->
                    Objects.requireNonNull(rollout.getStatus().getCanaryStatus())
                        .setCurrentStepState(state)));
  }

  private void pause(int seconds) {
    demo()
        .edit(
            changed(
                rollout -> {
                  RolloutStrategy strategy =
                      Objects.requireNonNull(rollout.getSpec().getStrategy());
                  CanaryStrategy canary = Objects.requireNonNull(strategy.getCanary());
                  Objects.requireNonNull(canary.getSteps())
                      .get(0)
                      .setPause(RolloutPause.builder().duration(seconds).build());
                }));
  }

  private static UnaryOperator<Rollout> changed(Consumer<Rollout> change) {
    return rollout -> {
      change.accept(rollout);
      return rollout;
    };
  }

  private Resource<Rollout> demo() {
    return client.resources(Rollout.class).withName("rollouts-demo");
  }

  private static List<Kind> kinds(ReleaseHistory history) {
    return history.transitions().stream().map(Transition::kind).toList();
  }
}
