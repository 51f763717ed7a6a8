// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisplayName("the program")
class StandaloneTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  @DisplayName("says where it is in one line, serves, and ends with 0 on SIGTERM")
  void served(@TempDir Path directory) throws Exception {
    Path kubeconfig = directory.resolve("kubeconfig");
    Path errors = directory.resolve("stderr");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                Standalone.class.getName(),
                "--kubeconfig",
                kubeconfig.toString())
            .redirectError(errors.toFile())
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      assertThat(line).matches("fake Kruise cluster at http://127\\.0\\.0\\.1:\\d+");
      Config config = Config.fromKubeconfig(kubeconfig.toFile());
      assertThat(line).endsWith(" " + config.getMasterUrl().replaceAll("/$", ""));
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
        assertThat(client.getApiGroup("rollouts.kruise.io")).isNotNull();
      }

      process.toHandle().destroy(); // which leaves its streams open, unlike the process's own
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(lines.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
    assertThat(errors).isEmptyFile();
  }

  @Test
  @DisplayName("ends with 2 on a wrong command line, and says what is wrong on stderr")
  void wrongUsage() {
    assertThat(run("--port", "many")).isEqualTo(2);
    assertThat(text(out)).isEmpty();
    assertThat(text(err))
        .isEqualToIgnoringNewLines(
            "rollouts-testkit: --port is a number from 0 to 65535, not 'many'");
  }

  @Test
  @DisplayName("prints its help, and nothing else, and ends with 0")
  void help() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).isEqualTo(StandaloneOptions.HELP);
    assertThat(text(err)).isEmpty();
  }

  @Test
  @DisplayName("ends with 1 when the port is taken")
  void takenPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
      assertThat(text(out)).isEmpty();
      assertThat(text(err))
          .isEqualToIgnoringNewLines(
              "rollouts-testkit: can't listen on port " + taken.getLocalPort());
    }
  }

  @Test
  @DisplayName("ends with 1 when the kubeconfig can't be written, before it says that it is ready")
  void noKubeconfig(@TempDir Path directory) {
    Path file = directory.resolve("missing").resolve("kubeconfig");
    assertThat(run("--kubeconfig", file.toString())).isEqualTo(1);
    assertThat(text(out)).isEmpty();
    assertThat(text(err))
        .startsWith("rollouts-testkit: the kubeconfig can't be written to " + file);
  }

  private int run(String... args) {
    return Standalone.run(
        List.of(args),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
