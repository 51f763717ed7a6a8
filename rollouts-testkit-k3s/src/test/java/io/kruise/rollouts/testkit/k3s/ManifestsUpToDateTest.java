// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Needs Go, and what the test bed has built: runs with {@code -Preal}, not with {@code -Pk3s}. */
@Tag("real")
@Tag("upstream")
@Timeout(300)
@DisplayName("the manifests in the jar")
class ManifestsUpToDateTest {
  private static final Path BED =
      Path.of(System.getProperty("root", ".."), "testbed", "bed").toAbsolutePath();

  @Test
  @DisplayName("are what upstream's module renders to, behind a note on where they come from")
  void equalUpstream(@TempDir Path folder) throws Exception {
    Path module = Path.of(output(folder, List.of(BED.toString(), "upstream")).strip());
    String kubectl =
        output(folder, List.of(BED.toString(), "env"))
            .lines()
            .filter(line -> line.startsWith("BED_KUBECTL="))
            .map(line -> line.substring(line.indexOf('=') + 1))
            .collect(joining());
    String rendered =
        output(folder, List.of(kubectl, "kustomize", module.resolve("config/default").toString()));

    String kept = bundled();
    assertThat(module.toString()).contains("rollouts@v0.6.2");
    assertThat(kept.lines().dropWhile(line -> line.startsWith("#")).collect(joining("\n")))
        .isEqualTo(rendered.stripTrailing());
  }

  private static String bundled() throws IOException {
    try (InputStream yaml =
        requireNonNull(Manifests.class.getResourceAsStream("kruise-rollouts-v0.6.2.yaml"))) {
      return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String output(Path folder, List<String> command) throws Exception {
    Path file = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(file.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
    assertThat(process.exitValue()).as("exit status of %s", command).isZero();
    return Files.readString(file);
  }
}
