// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.Watching;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.api.WatchScope;
import io.kruise.rollouts.client.time.WaitClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The watches of one client: each begins with the first who listens and ends with the last.
 * Thread-safe: joining and leaving a feed are atomic, by the map's own means.
 */
public final class Feeds {
  /** How long a watch that was forbidden is not tried again. */
  private static final Duration FORBIDDEN = Duration.ofMinutes(5);

  private final RolloutApi api;
  private final WaitClock clock;
  private final Watching watching;
  private final ConcurrentMap<WatchScope, Feed> open = new ConcurrentHashMap<>();
  private final ConcurrentMap<WatchScope, Instant> forbidden = new ConcurrentHashMap<>();

  /**
   * Watches of which none is open.
   *
   * @param api the calls
   * @param clock the time
   * @param watching which listeners share one
   */
  public Feeds(RolloutApi api, WaitClock clock, Watching watching) {
    this.api = api;
    this.clock = clock;
    this.watching = watching;
  }

  /**
   * Begins to listen. A read that is sent after this call sees all that is not told.
   *
   * @return the feed, to be left once
   */
  Feed join(RolloutRef ref, Subscriber subscriber) {
    return open.compute(
        scope(ref),
        (scope, found) -> {
          Feed feed = found == null ? new Feed(this, api, clock, scope) : found;
          feed.add(ref, subscriber);
          return feed;
        });
  }

  /** Ends it. The last one closes the feed. */
  void leave(Feed feed, RolloutRef ref, Subscriber subscriber) {
    open.computeIfPresent(
        feed.scope(),
        (scope, found) -> {
          boolean last = found == feed && feed.remove(ref, subscriber);
          return last ? null : found;
        });
  }

  /** From now on, and for a while, narrower watches are taken instead. */
  void forbid(WatchScope scope) {
    forbidden.put(scope, clock.now().plus(FORBIDDEN));
  }

  private WatchScope scope(RolloutRef ref) {
    List<WatchScope> wide =
        switch (watching) {
          case PER_CLUSTER -> List.of(WatchScope.CLUSTER, WatchScope.namespace(ref.namespace()));
          case PER_NAMESPACE -> List.of(WatchScope.namespace(ref.namespace()));
          case PER_ROLLOUT -> List.of();
        };
    return wide.stream()
        .filter(scope -> !isForbidden(scope))
        .findFirst()
        .orElse(WatchScope.rollout(ref));
  }

  private boolean isForbidden(WatchScope scope) {
    Instant until = forbidden.get(scope);
    if (until != null && !clock.now().isBefore(until)) {
      forbidden.remove(scope, until);
      return false;
    }
    return until != null;
  }

  /**
   * How many watches are open, or about to be.
   *
   * @return 0 when nobody listens
   */
  public int size() {
    return open.size();
  }
}
