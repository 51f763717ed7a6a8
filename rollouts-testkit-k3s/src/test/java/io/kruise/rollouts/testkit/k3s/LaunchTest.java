// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kruise.rollouts.testkit.k3s.KruiseStartException.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;

@DisplayName("a container that does not start")
class LaunchTest {
  private static final K3sOptions OPTIONS = K3sOptions.defaults().withImage("mirror/k3s:1");
  private final RecentLines log = new RecentLines(3);

  @Test
  @DisplayName("for want of its image names the image, what the engine said, and what to do")
  void noImage() {
    KruiseStartException failure =
        Launch.failure(
            OPTIONS,
            log,
            new ContainerLaunchException(
                "Container startup failed",
                new ContainerFetchException("Can't get it", new RuntimeException("no such host"))));
    assertThat(failure.reason()).isEqualTo(Reason.NO_IMAGE);
    assertThat(failure)
        .hasMessageContainingAll("mirror/k3s:1 is wanted", "no such host", "docker pull");
  }

  @Test
  @DisplayName("for want of Testcontainers' own image names that one, and how to do without")
  void noHelper() {
    String ryuk = "testcontainers/ryuk:0.14.0";
    KruiseStartException failure =
        Launch.failure(
            OPTIONS,
            log,
            new ContainerLaunchException(
                "Could not create/start container",
                new ContainerFetchException(
                    "Can't get Docker image: RemoteDockerImage(imageName="
                        + ryuk
                        + ", imagePullPolicy=DefaultPullPolicy())",
                    new ContainerFetchException("Failed to pull image: " + ryuk))));
    assertThat(failure.reason()).isEqualTo(Reason.NO_IMAGE);
    assertThat(failure).hasMessageContainingAll(ryuk, "TESTCONTAINERS_RYUK_DISABLED=true");
    assertThat(failure.getMessage()).doesNotContain("mirror/k3s:1");
  }

  @Test
  @DisplayName("for another reason has the end of its log attached, below the stack trace")
  void failed() {
    log.add("first\nsecond\nthird\n\nfourth");
    KruiseStartException failure =
        Launch.failure(OPTIONS, log, new ContainerLaunchException("Container exited with code 1"));
    assertThat(failure.reason()).isEqualTo(Reason.CONTAINER_FAILED);
    assertThat(failure).hasMessageContainingAll("within 180 s", "exited with code 1");
    assertThat(failure.getMessage()).hasLineCount(1);
    assertThat(failure.logs()).contains("the end of the container's log:\nsecond\nthird\nfourth");
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).contains("Suppressed:", "fourth");
  }

  @Test
  @DisplayName("has no kubeconfig and no client, and says what to call")
  void notStarted() {
    KruiseContainer cluster = new KruiseContainer(OPTIONS);
    assertThatThrownBy(cluster::kubeconfig)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the cluster mirror/k3s:1 is not started: call start()");
    assertThatThrownBy(cluster::client).isInstanceOf(IllegalStateException.class);
    cluster.stop();
  }
}
