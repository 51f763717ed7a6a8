// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API server could not be reached for longer than the wait allows. It says nothing about the
 * release, which may go on.
 */
public final class ConnectionLostException extends RolloutException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<StepReadiness> lastSeen;
  private final Instant since;

  /**
   * Says what was wanted, since when nothing is known, and why.
   *
   * @param ref the Rollout
   * @param expectation what was wanted
   * @param since when the first call failed after the last that succeeded
   * @param budget how long that was allowed to be
   * @param lastSeen the last judgement, or null when nothing was ever read
   * @param lastError how the last call failed
   */
  public ConnectionLostException(
      RolloutRef ref,
      StepExpectation expectation,
      Instant since,
      Duration budget,
      @Nullable StepReadiness lastSeen,
      Throwable lastError) {
    super(
        ref,
        "connection lost while waiting for "
            + expectation
            + " in "
            + ref
            + " ("
            + expectation.release()
            + "): no call has succeeded since "
            + since
            + ", for more than the "
            + budget.toMillis() / 1000.0
            + " s that the wait allows; last error: "
            + lastError.getMessage()
            + "; "
            + (lastSeen == null ? "nothing was ever read" : "last seen: " + lastSeen)
            + "; the release may go on: wait again when the API server can be reached",
        lastError);
    this.lastSeen = Optional.ofNullable(lastSeen);
    this.since = requireNonNull(since, "since");
  }

  /**
   * Since when the connection is lost.
   *
   * @return when the first call failed after the last that succeeded, by the client's clock
   */
  public Instant since() {
    return since;
  }

  /**
   * Where the step was last seen.
   *
   * @return the judgement; empty when nothing was ever read
   */
  public Optional<StepReadiness> lastSeen() {
    return lastSeen;
  }
}
