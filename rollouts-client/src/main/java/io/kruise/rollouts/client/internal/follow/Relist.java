// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.api.RolloutPage;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The re-check of a feed to which many listen: one list instead of a read each. Confined to the
 * feed's queue, but for the question whether it is worth it.
 */
final class Relist {
  /** So many may as well read for themselves. */
  private static final int FEW = 20;

  /** A list of so many Rollouts costs about as much as one read. */
  private static final int AS_CHEAP_AS_A_READ = 50;

  private static final int PAGE = 500;

  /** A list that takes long is made so much more seldom. */
  private static final int REST = 10;

  private final Feed feed;
  private final RolloutApi api;
  private final WaitClock clock;
  private final SerialQueue queue;
  private final Backoff backoff = new Backoff();
  private final Set<RolloutRef> missing = new HashSet<>();

  private volatile boolean refused;
  private volatile int lastSize;
  private boolean closed;
  private boolean running;
  private int size;
  private Instant begun = Instant.MIN;
  private Duration took = Duration.ZERO;
  private WaitClock.Task retry = () -> {};

  Relist(Feed feed, RolloutApi api, WaitClock clock, SerialQueue queue) {
    this.feed = feed;
    this.api = api;
    this.clock = clock;
    this.queue = queue;
  }

  boolean isWorthIt() {
    return !refused && feed.size() > Math.max(FEW, lastSize / AS_CHEAP_AS_A_READ);
  }

  /** Somebody's re-check is due; all have the same list. */
  void due(Duration period) {
    Duration rest = took.multipliedBy(REST);
    Duration pause = rest.compareTo(period) > 0 ? rest : period;
    if (begun.equals(Instant.MIN) || !clock.now().isBefore(begun.plus(pause))) {
      now();
    }
  }

  void now() {
    if (!running && !closed) {
      running = true;
      begin();
    }
  }

  void close() {
    closed = true;
    retry.cancel();
  }

  private void begin() {
    if (closed) {
      return;
    }
    begun = clock.now();
    size = 0;
    missing.clear();
    missing.addAll(feed.awaited()); // who comes later reads for itself
    next("");
  }

  private void next(String from) {
    api.list(feed.scope(), PAGE, from, feed::wants).whenCompleteAsync(this::answered, queue);
  }

  private void answered(@Nullable RolloutPage page, @Nullable Throwable failure) {
    if (closed) {
      return;
    }
    if (page == null) {
      failed(ApiFailures.unwrap(requireNonNull(failure)));
      return;
    }
    size += page.size();
    page.wanted().forEach(this::read);
    if (page.next().isEmpty()) {
      ended(page.version());
    } else {
      next(page.next());
    }
  }

  private void read(Rollout rollout) {
    RolloutRef ref =
        new RolloutRef(rollout.getMetadata().getNamespace(), rollout.getMetadata().getName());
    missing.remove(ref);
    feed.tell(ref, subscriber -> subscriber.reread(rollout));
  }

  private void ended(String version) {
    running = false;
    lastSize = size;
    took = Duration.between(begun, clock.now());
    backoff.reset();
    // not in the list, or not to be understood: each one's own read says which
    missing.forEach(ref -> feed.tell(ref, Subscriber::readAgain));
    missing.clear();
    feed.listed(version);
  }

  /** A list that expired between two pages begins anew, as one that got no answer. */
  private void failed(Throwable failure) {
    if (ApiFailures.isTransient(failure) || ApiFailures.isExpired(failure)) {
      feed.each(subscriber -> subscriber.trouble(failure));
      retry = queue.schedule(backoff.next(), this::begin);
    } else {
      running = false;
      refused = true;
      feed.each(Subscriber::readAgain);
    }
  }
}
