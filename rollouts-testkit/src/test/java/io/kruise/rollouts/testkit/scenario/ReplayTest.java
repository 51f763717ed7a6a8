// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays scenarios on the fake. Others than the project's own: {@code -Dscenarios=FOLDER
 * -Dgoldens=FOLDER}.
 */
@DisplayName("The fake does what the real controller did")
class ReplayTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path SCENARIOS = folder("scenarios");
  private static final Path GOLDENS = folder("goldens");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static Path folder(String name) {
    String given = System.getProperty(name, "");
    return given.isEmpty() ? RESOURCES.resolve(name) : Path.of(given);
  }

  static List<String> scenarios() {
    return Scenario.readAll(SCENARIOS).stream()
        .filter(scenario -> !scenario.tags().contains("cli"))
        .map(Scenario::name)
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void replay(String name) {
    Golden golden = GoldenFile.read(GOLDENS.resolve(name + ".json"));
    try (FakePlane plane = new FakePlane()) {
      Trace trace =
          ScenarioRunner.run(Scenario.read(SCENARIOS.resolve(name + ".yaml")), plane, PATIENCE);
      assertThat(Comparison.exact(golden, trace)).as(trace.toString()).isEmpty();
      assertThat(plane.changedSinceStored()).as("changed after it was stored").isEmpty();
    }
  }
}
