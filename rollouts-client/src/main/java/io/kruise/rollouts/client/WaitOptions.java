// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.StepReadiness;
import java.time.Duration;
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
  private final Consumer<? super StepReadiness> progressListener;

  private WaitOptions(
      Duration timeout, Duration recheckPeriod, Consumer<? super StepReadiness> progressListener) {
    this.timeout = timeout;
    this.recheckPeriod = recheckPeriod;
    this.progressListener = progressListener;
  }

  /**
   * Ten minutes at most, a re-check every five seconds.
   *
   * @return the defaults
   */
  public static WaitOptions defaults() {
    return new WaitOptions(DEFAULT_TIMEOUT, DEFAULT_RECHECK, readiness -> {});
  }

  /**
   * The defaults with another bound.
   *
   * @param timeout how long to wait at most
   * @return the options
   * @throws IllegalArgumentException when it is not positive
   */
  public static WaitOptions atMost(Duration timeout) {
    return new WaitOptions(positive(timeout, "a wait's timeout"), DEFAULT_RECHECK, readiness -> {});
  }

  /**
   * With another bound.
   *
   * @param timeout how long to wait at most
   * @return a copy
   * @throws IllegalArgumentException when it is not positive
   */
  public WaitOptions withTimeout(Duration timeout) {
    return new WaitOptions(positive(timeout, "a wait's timeout"), recheckPeriod, progressListener);
  }

  /**
   * With another period of the re-check: a plain read under the watch, which finds what a dead
   * watch doesn't tell.
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
    return new WaitOptions(timeout, period, progressListener);
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
    return new WaitOptions(timeout, recheckPeriod, requireNonNull(listener, "listener"));
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
   * Who hears each new judgement.
   *
   * @return the listener
   */
  public Consumer<? super StepReadiness> progressListener() {
    return progressListener;
  }

  static Duration positive(Duration duration, String what) {
    if (requireNonNull(duration, what).isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be positive, got " + duration);
    }
    return duration;
  }
}
