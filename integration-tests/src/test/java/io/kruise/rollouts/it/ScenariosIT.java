// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.testkit.scenario.Comparison;
import io.kruise.rollouts.testkit.scenario.Golden;
import io.kruise.rollouts.testkit.scenario.GoldenFile;
import io.kruise.rollouts.testkit.scenario.Plane;
import io.kruise.rollouts.testkit.scenario.Scenario;
import io.kruise.rollouts.testkit.scenario.ScenarioRunner;
import io.kruise.rollouts.testkit.scenario.Trace;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sample: that the goldens are still what the controller does. All of them: GoldensIT. */
@Tag("real")
@DisplayName("the real controller does what the goldens say")
class ScenariosIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Path RESOURCES =
      Path.of(System.getProperty("root", ".."), "rollouts-testkit/src/test/resources");

  @RegisterExtension static final RealCluster cluster = new RealCluster();

  // none that depends on a single approval: on a busy machine one can be lost
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"pause-last-ignored", "canary-held", "disable-without-workload"})
  void replay(String name) {
    Scenario scenario = Scenario.read(RESOURCES.resolve("scenarios/" + name + ".yaml"));
    Golden golden = GoldenFile.read(RESOURCES.resolve("goldens/" + name + ".json"));
    try (RealPlanes planes = new RealPlanes(cluster.config());
        Plane plane = planes.open(name)) {
      Trace trace = ScenarioRunner.run(scenario, plane, PATIENCE);
      assertThat(Comparison.onBusyMachine(golden, trace)).as(trace.toString()).isEmpty();
    }
  }
}
