// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.release;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.release.DryRun;
import io.kruise.rollouts.client.release.FieldChange;
import io.kruise.rollouts.client.release.MidRelease;
import io.kruise.rollouts.client.release.Obstacle;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.testkit.Call;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.junit5.KruiseTest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KruiseTest
@Timeout(60)
@DisplayName("the dry run of a release")
class DryRunTest {
  private static final WaitOptions SOON = WaitOptions.atMost(Duration.ofMinutes(30));
  private static final String VERSION = "spec.containers[busybox].env[VERSION].value";

  @Test
  @DisplayName("tells that it would be captured and what would change, and writes nothing")
  void captured(RolloutOps demo, KubernetesClient kubernetes) {
    String before = workloadVersion(kubernetes);

    DryRun dryRun = demo.dryRun(version("r2", "version-2"));

    assertThat(dryRun.captured()).isTrue();
    assertThat(dryRun.preflight().isClear()).isTrue();
    assertThat(dryRun.changes())
        .containsExactly(
            new FieldChange(VERSION, Optional.of("version-1"), Optional.of("version-2")));
    assertThat(dryRun).hasToString("would be captured\n  " + VERSION + ": version-1 -> version-2");
    assertThat(workloadVersion(kubernetes)).isEqualTo(before);
    assertThat(demo.release(version("r2", "version-2")).await(awaitingApproval(1), SOON).met())
        .as("the release itself")
        .isTrue();
  }

  @Test
  @DisplayName("of an undo tells what goes back")
  void undo(RolloutOps demo) {
    demo.release(
            ReleaseRequest.of(
                "r2",
                TemplateChange.env("busybox", "VERSION", "version-2")
                    .and(TemplateChange.env("busybox", "DEBUG", "true"))))
        .approveAll(SOON);
    PodTemplateSpec first = demo.revisions().get(1).template();

    DryRun dryRun = demo.dryRun(ReleaseRequest.of("r3", TemplateChange.to(first)));

    assertThat(dryRun.captured()).isTrue();
    assertThat(dryRun.changes())
        .extracting(FieldChange::path)
        .containsExactlyInAnyOrder(VERSION, "spec.containers[busybox].env[DEBUG]");
    assertThat(dryRun.changes())
        .contains(new FieldChange(VERSION, Optional.of("version-2"), Optional.of("version-1")));
  }

  @Test
  @DisplayName("says what stands in the way, and what would change all the same")
  void refused(RolloutOps demo) {
    demo.disable(MidRelease.REFUSE);

    DryRun dryRun = demo.dryRun(version("r2", "version-2"));

    assertThat(dryRun.captured()).isFalse();
    assertThat(dryRun.preflight().obstacles()).containsExactly(Obstacle.ROLLOUT_DISABLED);
    assertThat(dryRun.changes()).hasSize(1);
    assertThat(dryRun.toString()).startsWith("would be refused: ");
  }

  @Test
  @DisplayName("of what stands there already changes nothing, and is captured while it is released")
  void again(RolloutOps demo) {
    demo.release(version("r2", "version-2")).await(awaitingApproval(1), SOON);

    DryRun dryRun = demo.dryRun(version("r2", "version-2"));

    assertThat(dryRun.captured()).isTrue();
    assertThat(dryRun.changes()).isEmpty();
  }

  @Test
  @DisplayName("fails with the API server's own words where it would refuse the write")
  void invalid(RolloutOps demo) {
    ReleaseRequest request =
        ReleaseRequest.of("r2", TemplateChange.edit(pods -> pods.getSpec().setRestartPolicy("No")));
    assertThatThrownBy(() -> demo.dryRun(request))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("restartPolicy");
  }

  @Test
  @DisplayName("is made again when somebody writes to the workload at the same time")
  void inBetween(FakeKruise kruise, RolloutOps demo) {
    kruise
        .weather()
        .on(Call.patch("deployments"))
        .before(
            other ->
                other
                    .apps()
                    .deployments()
                    .withName("workload-demo")
                    .edit(
                        deployment -> {
                          deployment.getSpec().getTemplate().getSpec().setHostname("other");
                          return deployment;
                        }));

    DryRun dryRun = demo.dryRun(version("r2", "version-2"));

    assertThat(dryRun.preflight().obstacles())
        .as("the other's change is a release by now")
        .containsExactly(Obstacle.RELEASE_IN_PROGRESS);
    assertThat(kruise.weather().pending()).isEmpty();
  }

  private static ReleaseRequest version(String id, String version) {
    return ReleaseRequest.of(id, TemplateChange.env("busybox", "VERSION", version));
  }

  private static String workloadVersion(KubernetesClient kubernetes) {
    return kubernetes
        .apps()
        .deployments()
        .withName("workload-demo")
        .get()
        .getMetadata()
        .getResourceVersion();
  }
}
