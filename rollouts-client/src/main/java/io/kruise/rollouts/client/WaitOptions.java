// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.StepReadiness;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How to wait. A wait without a bound cannot be written. Immutable; each {@code with…} returns a
 * copy.
 */
public final class WaitOptions {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration DEFAULT_RECHECK = Duration.ofSeconds(5);
  private static final Duration SHORTEST_RECHECK = Duration.ofMillis(100);

  private final Duration timeout;
  private final Duration recheckPeriod;
  private final Optional<Duration> connectionLossBudget;
  private final Optional<Duration> stallBound;
  private final Consumer<? super StepReadiness> progressListener;

  private WaitOptions(
      Duration timeout,
      Duration recheckPeriod,
      Optional<Duration> connectionLossBudget,
      Optional<Duration> stallBound,
      Consumer<? super StepReadiness> progressListener) {
    this.timeout = timeout;
    this.recheckPeriod = recheckPeriod;
    this.connectionLossBudget = connectionLossBudget;
    this.stallBound = stallBound;
    this.progressListener = progressListener;
  }

  /**
   * Ten minutes at most, a re-check every five seconds, and no bound of its own for a lost
   * connection.
   *
   * @return the defaults
   */
  public static WaitOptions defaults() {
    return atMost(DEFAULT_TIMEOUT);
  }

  /**
   * The defaults with another bound.
   *
   * @param timeout how long to wait at most
   * @return the options
   * @throws IllegalArgumentException when it is not positive
   */
  public static WaitOptions atMost(Duration timeout) {
    return new WaitOptions(
        positive(timeout, "a wait's timeout"),
        DEFAULT_RECHECK,
        Optional.empty(),
        Optional.empty(),
        readiness -> {});
  }

  /**
   * With another bound.
   *
   * @param timeout how long to wait at most
   * @return a copy
   * @throws IllegalArgumentException when it is not positive
   */
  public WaitOptions withTimeout(Duration timeout) {
    return new WaitOptions(
        positive(timeout, "a wait's timeout"),
        recheckPeriod,
        connectionLossBudget,
        stallBound,
        progressListener);
  }

  /**
   * With another period of the re-check: a plain read under the watch, which finds what a dead
   * watch doesn't tell. Where more than 20 waits share a watch they share the re-check too: one
   * list, which comes more seldom where it takes long, for a tenth of the time at most.
   *
   * @param period the period, 100 ms or longer
   * @return a copy
   * @throws IllegalArgumentException when it is shorter
   */
  public WaitOptions withRecheckEvery(Duration period) {
    if (positive(period, "a re-check's period").compareTo(SHORTEST_RECHECK) < 0) {
      throw new IllegalArgumentException(
          "a re-check's period is at least " + SHORTEST_RECHECK + ", got " + period);
    }
    return new WaitOptions(timeout, period, connectionLossBudget, stallBound, progressListener);
  }

  /**
   * With a bound for how long the API server may be out of reach, apart from the wait's own: when
   * no call succeeded for so long since the first that failed, the wait ends with {@link
   * ConnectionLostException}. Without it, a lost connection is borne until the timeout.
   *
   * @param budget how long
   * @return a copy
   * @throws IllegalArgumentException when it is not positive
   */
  public WaitOptions withConnectionLossBudget(Duration budget) {
    return new WaitOptions(
        timeout,
        recheckPeriod,
        Optional.of(positive(budget, "a connection-loss budget")),
        stallBound,
        progressListener);
  }

  /**
   * Ends the wait with {@link StepStalledException} when a step made no progress for so long while
   * it should be moving. That clock stands while the step awaits an approval, in a timed pause, and
   * while the Rollout is held. Without it a step that stands still is waited for until the timeout.
   *
   * @param bound how long a step may stand still
   * @return a copy
   * @throws IllegalArgumentException when it is not positive
   */
  public WaitOptions withStallBound(Duration bound) {
    return new WaitOptions(
        timeout,
        recheckPeriod,
        connectionLossBudget,
        Optional.of(positive(bound, "a stall's bound")),
        progressListener);
  }

  /**
   * With a listener that hears each new judgement. It is called on the clock's threads, one call
   * after the other, never on the watch's; it must not block. What it throws is logged and
   * otherwise left alone.
   *
   * @param listener the listener
   * @return a copy
   */
  public WaitOptions withProgressListener(Consumer<? super StepReadiness> listener) {
    return new WaitOptions(
        timeout,
        recheckPeriod,
        connectionLossBudget,
        stallBound,
        requireNonNull(listener, "listener"));
  }

  /**
   * The bound.
   *
   * @return how long to wait at most
   */
  public Duration timeout() {
    return timeout;
  }

  /**
   * The period of the re-check.
   *
   * @return how often to read underneath the watch
   */
  public Duration recheckPeriod() {
    return recheckPeriod;
  }

  /**
   * How long the API server may be out of reach.
   *
   * @return the bound; empty when only the timeout bounds it
   */
  public Optional<Duration> connectionLossBudget() {
    return connectionLossBudget;
  }

  /**
   * Who hears each new judgement.
   *
   * @return the listener
   */
  public Consumer<? super StepReadiness> progressListener() {
    return progressListener;
  }

  /**
   * For how long a step may stand still.
   *
   * @return the bound; empty when the wait doesn't look
   */
  public Optional<Duration> stallBound() {
    return stallBound;
  }

  static Duration positive(Duration duration, String what) {
    if (requireNonNull(duration, what).isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be positive, got " + duration);
    }
    return duration;
  }
}
