// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.model.Json;
import io.kruise.rollouts.model.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The committed tables are upstream's, derived from the YAML in its Go module.
 *
 * <p>Needs Go, and runs with the tests of tag {@code real} only, without {@code -Pk3s}. The module
 * is found by {@code testbed/bed upstream}, or in the directory that the system property {@code
 * rollouts.upstream.dir} names. With {@code -Drollouts.schema.write=true} the tables are written
 * instead of compared, for a new version of upstream.
 */
@Tag("real")
@Tag("upstream")
@Timeout(120)
@DisplayName("The tables of upstream's CRDs")
class UpstreamTableTest {

  private static Path upstream;

  @BeforeAll
  static void findUpstream() throws IOException, InterruptedException {
    String property = System.getProperty("rollouts.upstream.dir");
    upstream = Path.of(property != null ? property : askTestbed()).resolve("config/crd/bases");
  }

  @DisplayName("hold what upstream's files say")
  @ParameterizedTest
  @EnumSource
  void equalUpstreamFiles(Kind kind) throws IOException {
    List<String> table = CrdTable.of(crd(kind), kind.version());
    if (Boolean.getBoolean("rollouts.schema.write")) {
      UpstreamTable.write(kind, table);
    }

    assertThat(CrdTable.read(UpstreamTable.of(kind))).isEqualTo(table);
  }

  private static Map<String, Object> crd(Kind kind) throws IOException {
    Path file = upstream.resolve("rollouts.kruise.io_" + kind.plural() + ".yaml");
    try (InputStream yaml = Files.newInputStream(file)) {
      return Json.map(new KubernetesSerialization().unmarshal(yaml, Map.class));
    }
  }

  private static String askTestbed() throws IOException, InterruptedException {
    Path root =
        Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
            .takeWhile(directory -> directory != null)
            .filter(directory -> Files.isExecutable(directory.resolve("testbed/bed")))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no testbed/bed above this directory"));
    // into a file: to read a pipe up to its end would be a wait without a bound
    Path answer = Files.createTempFile("bed-upstream", ".out");
    answer.toFile().deleteOnExit();
    Process bed =
        new ProcessBuilder("testbed/bed", "upstream")
            .directory(root.toFile())
            .redirectOutput(answer.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (!bed.waitFor(1, TimeUnit.MINUTES)) {
      bed.destroyForcibly();
      throw new IllegalStateException("testbed/bed upstream took more than a minute");
    }
    assertThat(bed.exitValue()).as("exit status of testbed/bed upstream").isZero();
    return Files.readString(answer).strip();
  }
}
