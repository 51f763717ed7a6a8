// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import java.time.Duration;

/** Doubles from 100 ms to 5 s. Confined to one follower's queue. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Duration next = FIRST;

  Duration next() {
    Duration now = next;
    Duration doubled = now.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return now;
  }

  void reset() {
    next = FIRST;
  }
}
