// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.api.WatchScope;
import io.kruise.rollouts.client.internal.api.WatchStream;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One watch for all who listen to its scope. It keeps who listens, and no Rollout. Who listens is a
 * concurrent map, so that an event meets it wherever it comes in; all the rest is confined to a
 * queue.
 *
 * <p>Why nothing is missed: a listener is in the map before its first read is sent. An event that
 * finds it there is told. One that came before was stored before, so the read sees it. What is left
 * is the beginning, where a read shows the version from which on to watch: see {@link #readFrom}.
 */
final class Feed {
  /** A watch that told something so shortly ago is not dead, whatever it has not told yet. */
  private static final Duration ALIVE = Duration.ofSeconds(1);

  private final Feeds feeds;
  private final RolloutApi api;
  private final WaitClock clock;
  private final WatchScope scope;
  private final SerialQueue queue;
  private final Relist relist;
  private final Backoff backoff = new Backoff();
  private final ConcurrentMap<RolloutRef, Set<Subscriber>> subscribers = new ConcurrentHashMap<>();

  private final AtomicInteger size = new AtomicInteger();
  private volatile boolean positioned;
  private boolean closed;
  private boolean pausing;
  private boolean tooOld;
  private String start = "";
  private String position = "";
  private Instant lastTold = Instant.MIN;
  private @Nullable WatchStream watch;
  private @Nullable Events current;
  private WaitClock.Task resume = () -> {};

  Feed(Feeds feeds, RolloutApi api, WaitClock clock, WatchScope scope) {
    this.feeds = feeds;
    this.api = api;
    this.clock = clock;
    this.scope = scope;
    this.queue = new SerialQueue(clock, failure -> each(Subscriber::readAgain));
    this.relist = new Relist(this, api, clock, queue);
  }

  WatchScope scope() {
    return scope;
  }

  // ---- who listens; add and remove come one after the other

  void add(RolloutRef ref, Subscriber subscriber) {
    subscribers.computeIfAbsent(ref, key -> ConcurrentHashMap.newKeySet(1)).add(subscriber);
    size.incrementAndGet();
  }

  /** Tells whether it was the last one; then the feed is closed. */
  boolean remove(RolloutRef ref, Subscriber subscriber) {
    Set<Subscriber> found = subscribers.get(ref);
    if (found != null && found.remove(subscriber)) {
      size.decrementAndGet();
      if (found.isEmpty()) {
        subscribers.remove(ref);
      }
    }
    if (size.get() > 0) {
      return false;
    }
    queue.execute(this::close);
    return true;
  }

  int size() {
    return size.get();
  }

  Set<RolloutRef> awaited() {
    return subscribers.keySet();
  }

  boolean wants(RolloutRef ref) {
    return subscribers.containsKey(ref);
  }

  void tell(RolloutRef ref, Consumer<Subscriber> news) {
    subscribers.getOrDefault(ref, Set.of()).forEach(news);
  }

  void each(Consumer<Subscriber> news) {
    subscribers.values().forEach(some -> some.forEach(news));
  }

  // ---- what those who listen say

  /** Whether it is known from where on the watch tells. */
  boolean isPositioned() {
    return positioned;
  }

  /**
   * A listener has read its Rollout: now there is something to watch from. A read that was sent
   * before the watch's beginning was known, and shows an older version than that, may have missed
   * what came between the two.
   */
  void readFrom(String version, boolean sentWhenPositioned, Subscriber reader) {
    queue.execute(
        () -> {
          if (positioned && !sentWhenPositioned && ResourceVersions.isNewer(start, version)) {
            reader.readAgain();
          }
          boolean goesOnFromHere = watch == null && isAlone(reader);
          if (goesOnFromHere && ResourceVersions.isNewer(version, position)) {
            position = version; // the server may have forgotten where the watch ended
          }
          open(version);
        });
  }

  /** Whoever joins later reads after this was asked, and so after what is known by now. */
  private boolean isAlone(Subscriber reader) {
    return size.get() == 1 && subscribers.values().stream().anyMatch(some -> some.contains(reader));
  }

  /** A re-check is due. */
  boolean rechecksTogether() {
    return relist.isWorthIt();
  }

  void recheck(Duration period) {
    queue.execute(() -> relist.due(period));
  }

  /** A re-check found what the watch didn't tell: when it is silent, it is slow or dead. */
  void suspect() {
    queue.execute(
        () -> {
          boolean silent = !clock.now().isBefore(lastTold.plus(ALIVE));
          if (watch != null && silent) {
            closeWatch();
            open(position);
          }
        });
  }

  // ---- in the queue

  /** Opens the watch unless it is open, or has just ended. */
  void open(String from) {
    if (closed || pausing || watch != null) {
      return;
    }
    if (!positioned) {
      start = from;
      position = from;
      positioned = true;
    }
    Events events = new Events();
    current = events;
    lastTold = clock.now();
    watch = api.watch(scope, tooOld ? "" : position, events);
    tooOld = false;
  }

  /** All who listen have read what there was at this version. */
  void listed(String version) {
    if (tooOld) {
      position = version;
      tooOld = false;
    }
    open(version);
  }

  private void ended(@Nullable Throwable failure) {
    closeWatch();
    // of Rollouts that were quiet for long even the present version is too old for a watch: then
    // it begins with the present, and what was deleted in between the re-check finds
    tooOld = ApiFailures.isExpired(failure);
    pausing = true;
    boolean forbidden = ApiFailures.isForbidden(failure) && !scope.isSingle();
    resume = queue.schedule(backoff.next(), () -> resume(forbidden));
  }

  /** A read first, whatever ended the watch: its answer opens it anew. */
  private void resume(boolean forbidden) {
    pausing = false;
    if (closed) {
      return;
    }
    if (forbidden) {
      feeds.forbid(scope);
      each(Subscriber::moved);
    } else if (relist.isWorthIt()) {
      relist.now();
    } else {
      each(Subscriber::readAgain);
    }
  }

  private void close() {
    closed = true;
    resume.cancel();
    relist.close();
    closeWatch();
  }

  private void closeWatch() {
    current = null;
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  /** Hands events over to those whom they concern, and keeps the position in the queue. */
  private final class Events implements WatchStream.Listener {
    @Override
    public boolean wants(RolloutRef ref) {
      return Feed.this.wants(ref);
    }

    @Override
    public void changed(RolloutRef ref, String version, @Nullable Rollout rollout) {
      if (rollout == null) {
        tell(ref, Subscriber::readAgain);
      } else {
        tell(ref, subscriber -> subscriber.changed(rollout));
      }
      reached(version);
    }

    @Override
    public void deleted(RolloutRef ref, String version) {
      tell(ref, subscriber -> subscriber.deleted(version));
      reached(version);
    }

    @Override
    public void reached(String version) {
      whileCurrent(
          () -> {
            backoff.reset();
            lastTold = clock.now();
            if (ResourceVersions.isNewer(version, position)) {
              position = version;
            }
          });
    }

    @Override
    public void ended(@Nullable Throwable failure) {
      whileCurrent(() -> Feed.this.ended(failure));
    }

    private void whileCurrent(Runnable event) {
      queue.execute(
          () -> {
            if (current == this) {
              event.run();
            }
          });
    }
  }
}
