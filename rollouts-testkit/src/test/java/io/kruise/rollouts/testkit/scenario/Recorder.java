// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Plays a scenario several times, and makes a golden of what it sees.
 *
 * @param controller which controller it records, as goldens name it
 * @param runs how often a scenario is played
 * @param patience how long to wait for a state
 * @param planes opens a plane for a run; the argument names the run
 */
public record Recorder(
    String controller, int runs, Duration patience, Function<String, Plane> planes) {

  /**
   * Records a scenario.
   *
   * @param scenario what to play
   * @return its golden
   * @throws IllegalStateException when a run failed: there is no golden of that
   */
  public Golden record(Scenario scenario) {
    List<Trace> traces = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      traces.add(play(scenario, run));
    }
    Golden golden = Merger.merge(controller, traces);
    for (Trace trace : traces) {
      List<String> differences = Comparison.exact(golden, trace);
      if (!differences.isEmpty()) {
        throw new IllegalStateException(
            "the golden is not what it was made of: " + differences + "\n" + trace);
      }
    }
    return golden;
  }

  private Trace play(Scenario scenario, int run) {
    try (Plane plane = planes.apply(scenario.name() + "-" + run)) {
      Trace trace = ScenarioRunner.run(scenario, plane, patience);
      if (trace.failure() != null) {
        throw new IllegalStateException(trace.failure() + "\n" + trace);
      }
      return trace;
    }
  }
}
