// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.weather;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.Call;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisplayName("calls that go wrong")
class CallFaultsTest {
  private static final Call APPROVAL = Call.patch("rollouts/status");
  private static final Call READ = Call.get("rollouts");

  private final Scene scene = Scene.virtual().atFirstStep();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource({
    "403, cannot patch resource",
    "409, the object has been modified",
    "429, Too many requests",
    "500, etcdserver: request timed out",
    "503, apiserver is shutting down"
  })
  @DisplayName("are answered with an error, and not handled")
  void refused(int code, String says) {
    scene.weather().on(APPROVAL).answer(code);

    assertThatThrownBy(scene::approveBlindly)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(code))
        .message()
        .containsIgnoringCase(says);

    assertThat(scene.weather().pending()).isEmpty();
    scene.kruise().advance(Duration.ofMinutes(1));
    assertThat(scene.position()).isEqualTo("1 StepPaused");
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 429, 500, 503})
  @DisplayName("are made again by approve(), reads and watches as well")
  void refusedApprovals(int code) {
    scene.weather().on(APPROVAL).answer(code).times(2);
    if (code != 409) {
      scene.weather().on(READ).answer(code).times(3);
      scene.weather().on(Call.watch("rollouts")).answer(code).times(3);
    }

    scene.demo().approve(ApproveOptions.step(1));

    scene.demo().waitForStep(2);
    assertThat(scene.position()).isEqualTo("2 StepPaused");
    assertThat(scene.weather().pending()).noneMatch(it -> it.contains("patch"));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  @DisplayName("do not end a wait")
  void refusedWaits(int code) {
    scene.weather().on(READ).answer(code).times(4).timeOut().loseAnswer();
    scene.weather().on(Call.watch("rollouts")).answer(code).times(4).loseAnswer().timeOut();

    scene.demo().waitForStep(1);
    scene.approveBlindly();
    scene.demo().waitForStep(2);

    assertThat(scene.position()).isEqualTo("2 StepPaused");
  }

  @Test
  @DisplayName("time out on the client's side, in the cluster's time")
  void timedOut() {
    Instant begin = scene.kruise().now();
    scene.weather().on(APPROVAL).timeOut();

    assertThatThrownBy(scene::approveBlindly)
        .isInstanceOf(KubernetesClientException.class)
        .hasRootCauseInstanceOf(IOException.class);

    assertThat(Duration.between(begin, scene.kruise().now())).isEqualTo(Duration.ofSeconds(10));
    assertThat(scene.position()).isEqualTo("1 StepPaused");
  }

  @Test
  @DisplayName("that time out are made again by approve()")
  void timedOutApproval() {
    scene.weather().on(APPROVAL).timeOut();
    scene.weather().on(READ).timeOut();

    scene.demo().approve(ApproveOptions.step(1));

    scene.demo().waitForStep(2);
    assertThat(scene.position()).isEqualTo("2 StepPaused");
    assertThat(scene.weather().pending()).isEmpty();
  }

  @Test
  @DisplayName(
      "whose answer is lost were handled, and blindly made again approve the next step too")
  void lostAndBlind() {
    scene.weather().on(APPROVAL).loseAnswer();

    assertThatThrownBy(scene::approveBlindly).hasRootCauseMessage("Connection reset");
    scene.kruise().advance(Duration.ofSeconds(30));
    assertThat(scene.position()).isEqualTo("2 StepPaused");
    scene.approveBlindly();

    scene.kruise().advance(Duration.ofSeconds(30));
    assertThat(scene.position()).isEqualTo("3 StepPaused");
  }

  @Test
  @DisplayName("whose answer is lost are looked after by approve(), which approves one step")
  void lostApproval() {
    scene.weather().on(APPROVAL).loseAnswer();

    Approval approval = scene.demo().approve(ApproveOptions.step(1));

    assertThat(approval.writes()).isEqualTo(1);
    scene.kruise().advance(Duration.ofMinutes(5));
    assertThat(scene.position()).isEqualTo("2 StepPaused");
  }

  @Test
  @DisplayName("take the cluster's time, and the client's waiting too")
  void delayed() {
    Instant begin = scene.kruise().now();
    scene.weather().on(READ).delay(Duration.ofSeconds(4));

    scene.rollout().get();

    assertThat(Duration.between(begin, scene.kruise().now())).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  @DisplayName("that come late are handled though nobody waits any more; approve() notices")
  void delayedApproval() {
    scene.weather().on(APPROVAL).delay(Duration.ofSeconds(12));

    scene.demo().approve(ApproveOptions.step(1));

    scene.kruise().advance(Duration.ofMinutes(5));
    assertThat(scene.position()).isEqualTo("2 StepPaused");
  }

  @Test
  @DisplayName("that come when the next step is paused skip it, if they are blind")
  void overtaken() {
    scene.weather().on(APPROVAL).delay(Duration.ofMinutes(1));

    assertThatThrownBy(scene::approveBlindly).isInstanceOf(KubernetesClientException.class);
    scene.approveBlindly();
    scene.kruise().advance(Duration.ofSeconds(30));
    assertThat(scene.position()).isEqualTo("2 StepPaused");

    scene.kruise().advance(Duration.ofMinutes(5));
    assertThat(scene.position()).isEqualTo("3 StepPaused");
  }

  @Test
  @DisplayName("that come when the next step is paused are refused, if they are approve()'s")
  void overtakenApproval() {
    scene.weather().on(APPROVAL).delay(Duration.ofMinutes(1));

    assertThat(scene.demo().approve(ApproveOptions.step(1)).writes()).isEqualTo(2);
    scene.kruise().advance(Duration.ofSeconds(30));
    assertThat(scene.position()).isEqualTo("2 StepPaused");

    scene.kruise().advance(Duration.ofMinutes(5));
    assertThat(scene.position()).isEqualTo("2 StepPaused");
    assertThat(scene.weather().pending()).isEmpty();
  }

  @Test
  @DisplayName("come after another client's: a replaced status is then stale")
  void beforePut() {
    scene.weather().on(Call.update("rollouts/status")).before(Scene::approveBlindly);
    Rollout read = scene.rollout().get();
    requireNonNull(read.getStatus().getCanaryStatus()).setCurrentStepState("StepReady");

    assertThatThrownBy(() -> scene.client().resource(read).updateStatus())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
  }

  @Test
  @DisplayName("come after another client's approval: approve() takes it for its own")
  void beforeApproval() {
    scene.weather().on(APPROVAL).before(Scene::approveBlindly);

    scene.demo().approve(ApproveOptions.step(1));

    scene.kruise().advance(Duration.ofMinutes(5));
    assertThat(scene.position()).isEqualTo("2 StepPaused");
    assertThat(scene.weather().pending()).isEmpty();
  }

  @Test
  @DisplayName("meet one fault each, in the order in which they were said")
  void order() {
    scene.weather().on(READ.named("other")).answer(500);
    scene.weather().on(READ).answer(503).times(2).answer(429);
    scene.weather().on(READ.named("demo").inNamespace("default")).answer(500);

    for (int code : new int[] {503, 503, 429, 500}) {
      assertThatThrownBy(scene.rollout()::get)
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(code));
    }
    assertThat(scene.rollout().get()).isNotNull();
    assertThat(scene.weather().pending())
        .containsExactly("on(get(rollouts).named(other)).answer(500)");
  }

  @Test
  @DisplayName("that can't be are refused at once")
  void nonsense() {
    assertThatThrownBy(() -> scene.weather().on(READ).answer(418))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scene.weather().on(READ).times(2))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> scene.weather().on(READ).answer(500).times(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scene.weather().controllerDownFor(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
