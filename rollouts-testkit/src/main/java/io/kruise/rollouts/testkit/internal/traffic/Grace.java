// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import io.kruise.rollouts.model.v1beta1.TrafficRoutingRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The time that a network needs to follow a change: pkg/util/grace. When each change was made is
 * what upstream's process keeps in its memory; here the world remembers it. (Upstream forgets
 * changes of more than five minutes ago, and so cuts longer grace periods short; this waits for
 * their end.)
 */
final class Grace {
  /** DefaultGracePeriodSeconds. */
  static final int DEFAULT_SECONDS = 3;

  private Grace() {}

  /**
   * RunWithGraceSeconds: makes a change, and is done when nothing was left to change and the last
   * change is long enough ago.
   *
   * @param call the call
   * @param key whose change
   * @param action which change
   * @param change makes it; says whether something was written
   */
  static TrafficResult run(Call call, String key, String action, BooleanSupplier change) {
    String what = "grace of " + action + " for " + key;
    boolean changed = change.getAsBoolean();
    Duration grace = Duration.ofSeconds(seconds(call));
    if (changed && !grace.isZero()) {
      call.step().remember(what, call.now());
      return result(call, true, Optional.of(grace));
    }
    Optional<Instant> last = call.world().remembered(what);
    Optional<Duration> left =
        last.map(time -> Duration.between(call.now(), time.plus(grace)))
            .filter(time -> !time.isZero() && !time.isNegative());
    if (left.isEmpty() && last.isPresent()) {
      call.step().forget(what);
    }
    return result(call, changed, left);
  }

  private static TrafficResult result(Call call, boolean changed, Optional<Duration> left) {
    return new TrafficResult(
        left.isEmpty(),
        changed ? Optional.of(call.now()) : Optional.empty(),
        left,
        Optional.empty());
  }

  /** GetGraceSeconds: the longest of all; 0 means not to wait. */
  private static int seconds(Call call) {
    return call.context().refs().stream()
        .map(TrafficRoutingRef::getGracePeriodSeconds)
        .mapToInt(seconds -> seconds == null ? 0 : Math.max(seconds, 0))
        .max()
        .orElse(DEFAULT_SECONDS);
  }
}
