// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.examples.GuideRelease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("k3s")
@DisplayName("a cluster in a container")
class KruiseContainerIT {
  @Test
  @DisplayName("makes the guide's release: 1, 5, 10 pods, two approvals")
  void guide() {
    K3sOptions options = K3sOptions.fromEnvironment();
    long begin = System.nanoTime();
    try (KruiseContainer cluster = new KruiseContainer(options)) {
      cluster.start();
      Duration ready = Duration.ofNanos(System.nanoTime() - begin);

      List<Integer> pods = new GuideRelease(cluster.client(), "default", new Silent()).run();

      System.out.printf(
          "image %s, Kruise Rollouts %s, ready after %.1f s, pods %s%n",
          options.image(),
          cluster.installedHere() ? "installed from " + options.controllerImage() : "of the image",
          ready.toMillis() / 1000.0,
          pods);
      assertThat(pods).containsExactly(1, 5, 10);
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
