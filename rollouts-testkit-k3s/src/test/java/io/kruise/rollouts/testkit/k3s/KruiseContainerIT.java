// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.examples.GuideRelease;
import io.kruise.rollouts.testkit.k3s.KruiseStartException.Reason;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * On the image that the environment names. The test bed's image brings Kruise Rollouts along unless
 * {@code BED_ROLLOUTS} says otherwise, which k3s doesn't know.
 */
@Tag("k3s")
@Timeout(600)
@DisplayName("a cluster in a container")
class KruiseContainerIT {
  private static final K3sOptions IMAGE = K3sOptions.fromEnvironment();
  private static final String NOWHERE = "nowhere.invalid/kruise-rollout:none";

  @Test
  @DisplayName("makes the guide's release: 1, 5, 10 pods, two approvals")
  void guide() {
    assertThat(guideReleaseOn(IMAGE)).containsExactly(1, 5, 10);
  }

  @Test
  @DisplayName("that lacks Kruise Rollouts gets upstream's manifests, and makes the same release")
  void installed() {
    assertThat(guideReleaseOn(withRollouts("played"))).containsExactly(1, 5, 10);
  }

  @Test
  @DisplayName("whose controller does not come fails in time, with the logs there are")
  void silentController() {
    K3sOptions options =
        withRollouts("absent")
            .withControllerImage(NOWHERE)
            .withLimits(IMAGE.startLimit(), Duration.ofSeconds(10));
    assertFails(options)
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isIn(Reason.NO_ANSWER, Reason.NO_IMAGE);
              assertThat(failure.reason() == Reason.NO_IMAGE || failure.logs().isPresent())
                  .as("logs are attached")
                  .isTrue();
            });
  }

  @Test
  @DisplayName("that is said to bring Kruise Rollouts along, and doesn't, fails at once")
  void notInstalled() {
    assertFails(withRollouts("absent").withInstallation(K3sOptions.Installation.NEVER))
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.NOT_INSTALLED));
  }

  @Test
  @DisplayName("that ends by itself fails with its log attached")
  void ends() {
    K3sOptions options =
        IMAGE
            .withCustomizer(
                container -> {
                  container.withCommand("nonsense");
                  container.withEnv("BED_ROLLOUTS", "nonsense");
                })
            .withLimits(Duration.ofSeconds(20), IMAGE.readyLimit());
    assertFails(options)
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.CONTAINER_FAILED);
              assertThat(failure.logs())
                  .hasValueSatisfying(log -> assertThat(log).contains("nonsense"));
            });
  }

  @Test
  @DisplayName("whose image nobody has fails with the image's name and what to do")
  void noImage() {
    assertFails(IMAGE.withImage(NOWHERE))
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.NO_IMAGE);
              assertThat(failure).hasMessageContainingAll(NOWHERE, "docker pull");
            });
  }

  private static K3sOptions withRollouts(String rollouts) {
    return IMAGE.withCustomizer(container -> container.withEnv("BED_ROLLOUTS", rollouts));
  }

  private static ThrowableAssertAlternative<KruiseStartException> assertFails(K3sOptions options) {
    return org.assertj.core.api.Assertions.assertThatExceptionOfType(KruiseStartException.class)
        .isThrownBy(
            () -> {
              try (KruiseContainer cluster = new KruiseContainer(options)) {
                cluster.start();
              }
            })
        .satisfies(
            failure -> {
              System.out.println(failure.reason() + ": " + failure.getMessage());
              assertThat(failure.getMessage()).hasLineCount(1);
            });
  }

  private static List<Integer> guideReleaseOn(K3sOptions options) {
    long begin = System.nanoTime();
    try (KruiseContainer cluster = new KruiseContainer(options)) {
      cluster.start();
      double ready = (System.nanoTime() - begin) / 1e9;
      List<Integer> pods = new GuideRelease(cluster.client(), "default", new Silent()).run();
      System.out.printf(
          "%s (%s), ready after %.1f s, pods of the new version: %s%n",
          cluster, cluster.installedHere() ? "installed here" : "brought along", ready, pods);
      return pods;
    }
  }

  private static final class Silent implements GuideRelease.Listener {
    @Override
    public void created() {}

    @Override
    public void armed() {}

    @Override
    public void started(String rolloutId) {}

    @Override
    public void progress(StepReadiness readiness) {}

    @Override
    public void counted(int pods) {}

    @Override
    public void approved(Approval approval) {}
  }
}
