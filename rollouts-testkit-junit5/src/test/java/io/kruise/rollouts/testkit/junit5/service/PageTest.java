// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.service;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("the page \"Testing your release automation\"")
class PageTest {
  private static final Path PAGE = Path.of("..", "docs", "testing-your-release-automation.md");
  private static final Path SOURCES =
      Path.of("src", "test", "java", "io", "kruise", "rollouts", "testkit", "junit5", "service");
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  @DisplayName("shows code that this build compiles and runs, line for line")
  void snippets() throws IOException {
    List<String> snippets = new ArrayList<>();
    Matcher matcher = SNIPPET.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      snippets.add(lines(matcher.group(1)));
    }
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        sources.add(lines(Files.readString(file)));
      }
    }
    assertThat(snippets).hasSizeGreaterThanOrEqualTo(5);
    assertThat(snippets)
        .allSatisfy(
            snippet -> assertThat(sources).anySatisfy(each -> assertThat(each).contains(snippet)));
  }

  /** How far they are indented doesn't matter. */
  private static String lines(String text) {
    return text.lines().map(String::strip).filter(each -> !each.isEmpty()).collect(joining("\n"));
  }
}
