// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The wait's bound is over. */
public final class StepTimeoutException extends RolloutException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<StepReadiness> lastSeen;
  private final Duration waited;

  /**
   * Says what was wanted, and what was last seen.
   *
   * @param ref the Rollout
   * @param expectation what was wanted
   * @param waited how long
   * @param lastSeen the last judgement, or null when nothing was ever read
   * @param trouble the last failure of the connection, or null when the last call succeeded
   */
  public StepTimeoutException(
      RolloutRef ref,
      StepExpectation expectation,
      Duration waited,
      @Nullable StepReadiness lastSeen,
      @Nullable Throwable trouble) {
    super(ref, message(ref, expectation, waited, lastSeen, trouble), trouble);
    this.lastSeen = Optional.ofNullable(lastSeen);
    this.waited = requireNonNull(waited, "waited");
  }

  private static String message(
      RolloutRef ref,
      StepExpectation expectation,
      Duration waited,
      @Nullable StepReadiness lastSeen,
      @Nullable Throwable trouble) {
    StringBuilder text =
        new StringBuilder("waited ").append(waited.toMillis() / 1000.0).append(" s for ");
    text.append(expectation)
        .append(" in ")
        .append(ref)
        .append(" (")
        .append(expectation.release())
        .append("); ");
    if (lastSeen == null) {
      text.append("nothing was ever read");
    } else {
      text.append("last seen: ").append(lastSeen);
    }
    return trouble == null
        ? text.toString()
        : text.append("; the API server can't be reached: ")
            .append(trouble.getMessage())
            .toString();
  }

  /**
   * Where the step was last seen.
   *
   * @return the judgement; empty when nothing was ever read
   */
  public Optional<StepReadiness> lastSeen() {
    return lastSeen;
  }

  /**
   * How long was waited.
   *
   * @return the time from the call to the end
   */
  public Duration waited() {
    return waited;
  }
}
