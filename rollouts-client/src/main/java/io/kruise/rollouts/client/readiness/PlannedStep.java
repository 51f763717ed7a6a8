// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * One step as the plan has it.
 *
 * @param replicas how many pods run the new version after it: a count or a percentage, as written
 * @param pause how long it waits once upgraded; empty when it waits for an approval
 */
public record PlannedStep(String replicas, Optional<Duration> pause) {

  /** Checks that both parts are there. */
  public PlannedStep {
    requireNonNull(replicas, "replicas");
    requireNonNull(pause, "pause");
  }
}
