// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a call of the traffic manager came to.
 *
 * @param done whether there is nothing left to do or wait for
 * @param lastUpdateTime the step's new lastUpdateTime, where upstream sets it in the context
 * @param recheckAfter what is left of a grace period, upstream's RecheckDuration: some callers look
 *     again then, others after a time of their own
 * @param error what upstream returns as an error
 */
public record TrafficResult(
    boolean done,
    Optional<Instant> lastUpdateTime,
    Optional<Duration> recheckAfter,
    Optional<String> error) {

  /** Done, and nothing else. */
  public static final TrafficResult DONE =
      new TrafficResult(true, Optional.empty(), Optional.empty(), Optional.empty());

  /** Not done yet, and nothing else. */
  public static final TrafficResult WAIT =
      new TrafficResult(false, Optional.empty(), Optional.empty(), Optional.empty());

  /** This done, another call's result; its lastUpdateTime is the later of both. */
  TrafficResult then(TrafficResult next) {
    return new TrafficResult(
        next.done, next.lastUpdateTime.or(() -> lastUpdateTime), next.recheckAfter, next.error);
  }

  /** The same, but for the lastUpdateTime. */
  TrafficResult withoutTouch() {
    return new TrafficResult(done, Optional.empty(), recheckAfter, error);
  }
}
