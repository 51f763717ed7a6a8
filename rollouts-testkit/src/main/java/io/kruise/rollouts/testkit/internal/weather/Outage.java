// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A time in which something does not work. Thread-safe. */
public final class Outage {
  private final String name;
  private final Supplier<Instant> clock;
  private final List<String> unmet = new ArrayList<>();
  private Instant end = Instant.MIN;

  /**
   * All works.
   *
   * @param name what says so
   * @param clock the cluster's time
   */
  public Outage(String name, Supplier<Instant> clock) {
    this.name = name;
    this.clock = clock;
  }

  /**
   * Nothing works from now on.
   *
   * @param duration how long; what was said before may last longer
   * @return when it works again
   */
  public synchronized Instant last(Duration duration) {
    Instant until = clock.get().plus(duration);
    if (until.isAfter(end)) {
      end = until;
    }
    unmet.add(name + "(" + duration + ")");
    return end;
  }

  /**
   * Someone needs what may not work.
   *
   * @return how long it still does not; empty when it works
   */
  synchronized Optional<Duration> meet() {
    Instant now = clock.get();
    if (!now.isBefore(end)) {
      return Optional.empty();
    }
    unmet.clear();
    return Optional.of(Duration.between(now, end));
  }

  /**
   * What nobody has met.
   *
   * @return in words, in order
   */
  public synchronized List<String> pending() {
    return List.copyOf(unmet);
  }
}
