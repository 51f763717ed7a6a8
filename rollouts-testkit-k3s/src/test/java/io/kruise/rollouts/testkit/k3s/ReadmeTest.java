// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the module's README")
class ReadmeTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  @DisplayName("shows three lines that this build compiles, and so does the project's")
  void lines() throws IOException {
    List<String> compiled =
        stripped(
            Files.readString(
                Path.of("src/test/java/io/kruise/rollouts/testkit/k3s/ReadmeIT.java")));
    List<String> shown =
        SNIPPET
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .flatMap(found -> stripped(found.group(1)).stream())
            .toList();
    assertThat(shown).hasSize(3);
    assertThat(compiled).containsAll(shown);
    assertThat(stripped(Files.readString(Path.of("..", "README.md")))).containsSubsequence(shown);
  }

  private static List<String> stripped(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
