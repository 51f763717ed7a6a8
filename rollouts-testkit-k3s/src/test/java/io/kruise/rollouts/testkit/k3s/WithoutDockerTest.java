// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.testkit.k3s.KruiseStartException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user sees, in a process of its own: Testcontainers looks for an engine once, in the
 * environment.
 */
@Timeout(120)
@DisplayName("without a Docker engine")
class WithoutDockerTest {
  private static final String HOST = "unix:///nowhere/docker.sock";
  private static final String IMAGE = "nowhere.invalid/k3s:none";

  @Test
  @DisplayName("a start fails with one sentence: what was wanted, what was seen, what to do")
  void oneSentence(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("output");
    Process process = user(folder).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    // where another engine answers at the usual place, Testcontainers takes that one
    Reason reason =
        Files.exists(Path.of("/var/run/docker.sock")) ? Reason.NO_IMAGE : Reason.NO_DOCKER;
    String wanted =
        reason == Reason.NO_DOCKER
            ? Sentences.noDocker(IMAGE, Optional.of(HOST))
            : "the image " + IMAGE + " is wanted";
    assertThat(Files.readString(output)).contains(reason + ": " + wanted);
  }

  private static ProcessBuilder user(Path home) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.home=" + home,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            WithoutDockerTest.class.getName());
    builder.environment().put("DOCKER_HOST", HOST);
    builder.environment().remove("XDG_RUNTIME_DIR");
    builder.environment().put("TESTCONTAINERS_PULL_TIMEOUT", "5"); // it is tried for two minutes
    builder.environment().put("TESTCONTAINERS_RYUK_DISABLED", "true"); // else it is pulled first
    return builder.redirectErrorStream(true);
  }

  /** The user. */
  public static void main(String[] arguments) throws IOException {
    try (KruiseContainer cluster = new KruiseContainer(K3sOptions.defaults().withImage(IMAGE))) {
      cluster.start();
    } catch (KruiseStartException e) {
      System.out.println(e.reason() + ": " + e.getMessage());
    }
  }
}
