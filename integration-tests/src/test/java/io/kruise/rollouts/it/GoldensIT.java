// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.kruise.rollouts.testkit.scenario.Golden;
import io.kruise.rollouts.testkit.scenario.GoldenFile;
import io.kruise.rollouts.testkit.scenario.Recorder;
import io.kruise.rollouts.testkit.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the goldens of the project's scenarios anew. */
@Tag("goldens")
@DisplayName("the goldens of the scenarios")
class GoldensIT {
  private static final Logger LOG = LoggerFactory.getLogger(GoldensIT.class);
  private static final String CONTROLLER = "kruise-rollouts v0.6.2";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path RESOURCES =
      Path.of(System.getProperty("root", ".."), "rollouts-testkit/src/test/resources");

  private static final Pattern WANTED = Pattern.compile(System.getProperty("scenarios", ".*"));
  private static final int RUNS = Integer.getInteger("recordings", 3);
  private static final int AT_ONCE = Integer.getInteger("recordings.atOnce", 4);

  @Test
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  @DisplayName("are what the real controller does")
  void record() throws Exception {
    List<Scenario> scenarios =
        Scenario.readAll(RESOURCES.resolve("scenarios")).stream()
            .filter(scenario -> WANTED.matcher(scenario.name()).matches())
            .toList();
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    List<String> failures = new ArrayList<>();
    try (ControlPlane plane = ControlPlane.open("--kruise");
        RealPlanes planes = new RealPlanes(Config.fromKubeconfig(plane.kubeconfig()))) {
      Recorder recorder = new Recorder(CONTROLLER, RUNS, PATIENCE, planes::open);
      List<Callable<String>> recordings = new ArrayList<>();
      scenarios.forEach(scenario -> recordings.add(() -> record(recorder, scenario)));
      for (Future<String> recording : pool.invokeAll(recordings)) {
        failures.add(recording.get());
      }
    } finally {
      pool.shutdownNow();
    }
    failures.removeIf(String::isEmpty);
    assertThat(scenarios).isNotEmpty();
    assertThat(failures).isEmpty();
  }

  /** A failure, or "". */
  private static String record(Recorder recorder, Scenario scenario) {
    try {
      Golden golden = recorder.record(scenario);
      GoldenFile.write(golden, RESOURCES.resolve("goldens/" + scenario.name() + ".json"));
      LOG.warn("{}: recorded", scenario.name());
      return "";
    } catch (RuntimeException e) {
      LOG.warn("{}: {}", scenario.name(), e.getMessage());
      return scenario.name() + ": " + e.getMessage();
    }
  }
}
