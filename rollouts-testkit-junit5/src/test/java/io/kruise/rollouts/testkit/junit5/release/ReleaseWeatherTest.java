// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.release;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static io.kruise.rollouts.testkit.junit5.KruiseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.ReleaseRefusedException;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.VerbNotConfirmedException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.release.Obstacle;
import io.kruise.rollouts.client.release.Permission;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.testkit.Call;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.junit5.KruiseTest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KruiseTest
@Timeout(60)
@DisplayName("the verbs of a release, in bad weather")
class ReleaseWeatherTest {
  private static final WaitOptions SOON = WaitOptions.atMost(Duration.ofMinutes(10));
  private static final Call WRITE = Call.patch("deployments");

  private static ReleaseRequest version(String id, String version) {
    return ReleaseRequest.of(id, TemplateChange.env("busybox", "VERSION", version));
  }

  private static long releases(FakeKruise kruise) {
    return kruise.history().toString().lines().filter(line -> line.contains(": release,")).count();
  }

  @Test
  @DisplayName("a start whose answer is lost is found to be done, and not done again")
  void lostStart(FakeKruise kruise, RolloutOps demo) {
    kruise.weather().on(WRITE).loseAnswer();
    Release release = demo.release(version("r2", "version-2"));
    assertThat(release.await(awaitingApproval(1), SOON).met()).isTrue();
    assertThat(releases(kruise)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 429, 500, 503})
  @DisplayName("a start that is refused once is looked at, and sent again")
  void refusedStart(int code, FakeKruise kruise, RolloutOps demo) {
    kruise.weather().on(WRITE).answer(code);
    Release release = demo.release(version("r2", "version-2"));
    assertThat(release.await(awaitingApproval(1), SOON).met()).isTrue();
    assertThat(releases(kruise)).isEqualTo(1);
  }

  @Test
  @DisplayName("one that escaped is told though the first reads fail")
  void escapedInBadWeather(FakeKruise kruise, RolloutOps demo, KubernetesClient kubernetes) {
    kubernetes.apps().deployments().withName("workload-demo").scale(0);
    kruise.advance(Duration.ofMinutes(1));
    ReleaseFixture.release("version-2", "workload-demo").rolloutId("r2").deploy(kubernetes);
    kruise.advance(Duration.ofMinutes(1));
    kruise.weather().on(Call.get("rollouts")).answer(503).loseAnswer();

    assertThat(demo.pickUp("r2").await(completed(), SOON))
        .isInstanceOf(ReleaseOutcome.NotCaptured.class);
    assertThat(kruise.weather().pending()).isEmpty();
  }

  @Test
  @DisplayName("a wait that may not read ends as denied, and names the right that is missing")
  void denied(FakeKruise kruise, RolloutOps demo) {
    Release release = demo.release(version("r2", "version-2"));
    kruise.weather().on(Call.get("rollouts")).answer(403).times(9);

    ReleaseOutcome outcome = release.await(completed(), SOON);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            ReleaseOutcome.Denied.class,
            denied ->
                assertThat(denied.missing())
                    .contains(
                        new Permission(
                            "system:serviceaccount:default:default",
                            "get",
                            "rollouts.kruise.io",
                            "rollouts",
                            Optional.of("default"))));
    assertThat(outcome.text())
        .isEqualTo(
            "denied: no right to get on rollouts of rollouts.kruise.io in the namespace default,"
                + " for system:serviceaccount:default:default");
  }

  @Test
  @DisplayName("somebody who takes the id in between is found out, and nothing is overwritten")
  void inBetween(FakeKruise kruise, RolloutOps demo) {
    kruise
        .weather()
        .on(WRITE)
        .before(
            client ->
                client
                    .apps()
                    .deployments()
                    .inNamespace("default")
                    .withName("workload-demo")
                    .edit(
                        d -> {
                          d.getMetadata().getLabels().put("rollouts.kruise.io/rollout-id", "r2");
                          d.getSpec()
                              .getTemplate()
                              .getSpec()
                              .getContainers()
                              .get(0)
                              .setImage("busybox:other");
                          return d;
                        }));
    assertThatThrownBy(() -> demo.release(version("r2", "version-2")))
        .isInstanceOfSatisfying(
            ReleaseRefusedException.class,
            e -> assertThat(e.preflight().obstacles()).contains(Obstacle.ID_IN_USE));
  }

  @Test
  @DisplayName("a pause whose answer is lost, and a jump that is overwritten, are done once")
  void pauseAndJump(FakeKruise kruise, RolloutOps demo) {
    Release release = demo.release(version("r2", "version-2"));
    release.await(awaitingApproval(1), SOON);
    kruise.weather().on(Call.patch("rollouts")).loseAnswer();
    assertThat(release.pause().held()).isTrue();
    kruise.weather().on(Call.patch("rollouts")).answer(500);
    assertThat(release.resume().held()).isFalse();
    kruise.weather().on(Call.patch("rollouts/status")).timeOut();
    assertThat(release.jump(3).position().stepIndex()).isEqualTo(3);
    assertThat(release.await(completed(), SOON)).isInstanceOf(ReleaseOutcome.Completed.class);
  }

  @Test
  @DisplayName(
      "a controller that is down leaves a verb not confirmed, within its bound; called again it goes on")
  void controllerDown(FakeKruise kruise, RolloutOps demo) {
    Release release = demo.release(version("r2", "version-2"));
    release.await(awaitingApproval(1), SOON);
    kruise.weather().controllerDownFor(Duration.ofMinutes(5));
    assertThatThrownBy(release::pause)
        .isInstanceOf(VerbNotConfirmedException.class)
        .hasMessageContaining("failed calling webhook");
    kruise.advance(Duration.ofMinutes(5));
    assertThat(release.pause().held()).isTrue();
  }

  @Test
  @DisplayName(
      "a rollback goes on where another process left off, also when it was taken for a release")
  void rollbackPickedUp(RolloutOps demo, KubernetesClient kubernetes) {
    Release release = demo.release(version("r2", "version-2"));
    release.approveAll(SOON);
    release.rollbackAsync(SOON).cancel(true);
    assertThatThrownBy(() -> release.rollback(WaitOptions.atMost(Duration.ofSeconds(8))))
        .isInstanceOf(VerbNotConfirmedException.class);

    assertThat(demo.pickUp("r2").rollback(SOON).how()).isEqualTo(Rollback.How.WALKED);

    assertThat(
            kubernetes
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("workload-demo")
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()
                .get(0)
                .getValue())
        .isEqualTo("version-1");
    assertThat(demo).isCompleted();
  }
}
