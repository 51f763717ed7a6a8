// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kruise.rollouts.model.v1beta1.Rollout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("the page \"Before it starts\"")
class PlanPageTest {
  private static final Path PAGE = Path.of("..", "docs", "plans.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/kruise/rollouts/client/plan/PlanPageTest.java");
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern OUTPUT = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);

  private final List<String> log = new ArrayList<>();

  private void review(Rollout rollout, List<Rollout> othersOfTheNamespace) {
    Review review = RolloutValidator.create(rollout, othersOfTheNamespace);
    if (!review.accepted()) {
      throw new IllegalArgumentException(review.toString());
    }
    review.warnings().forEach(finding -> log.add(finding.toString()));
  }

  private void explain(Rollout rollout) {
    Explanation explanation = RolloutPlan.of(rollout).explain(7);
    log.add(explanation.table());
  }

  private static Rollout plan(String second) {
    return Yaml.deployment(
        "canary: {steps: [{replicas: 1}, {replicas: '%s', pause: {duration: 60}}, {replicas: '100%%'}]}"
            .formatted(second));
  }

  @Test
  @DisplayName("shows what its code prints")
  void output() throws IOException {
    IllegalArgumentException refused =
        catchThrowableOfType(IllegalArgumentException.class, () -> review(plan("120%"), List.of()));
    review(plan("33%"), List.of());
    assertThat(log).isEmpty();
    explain(plan("33%"));
    assertThat(blocks(OUTPUT)).containsExactly(refused.getMessage() + "\n", log.get(0));
  }

  @Test
  @DisplayName("shows code that this build compiles and runs, line for line")
  void code() throws IOException {
    String source = lines(Files.readString(SOURCE));
    assertThat(blocks(CODE))
        .hasSize(2)
        .allSatisfy(each -> assertThat(source).contains(lines(each)));
  }

  @Test
  @DisplayName("names codes that there are")
  void codes() throws IOException {
    List<String> named =
        Pattern.compile("`([A-Z]+_[A-Z_]+)`")
            .matcher(Files.readString(PAGE))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(named).isNotEmpty();
    assertThat(Arrays.stream(FindingCode.values()).map(FindingCode::name)).containsAll(named);
  }

  private static List<String> blocks(Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  /** How far they are indented doesn't matter. */
  private static String lines(String text) {
    return text.lines().map(String::strip).filter(each -> !each.isEmpty()).collect(joining("\n"));
  }
}
