// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one Rollout: a read of its own, what a {@link Feed} tells from there on, and a re-check
 * every so often underneath, which finds what a dead watch doesn't tell. It survives lost
 * connections, 410, 429 and 5xx for as long as it is left open: the bound is its owner's. All of it
 * runs in one {@link SerialQueue}, and so do the listener's methods.
 */
public final class Follower {

  /** Hears what the follower finds. */
  public interface Listener {
    /**
     * A version newer than any before.
     *
     * @param rollout the Rollout
     */
    void seen(Rollout rollout);

    /** The Rollout does not exist, or was deleted. */
    void gone();

    /**
     * The connection is in trouble, or out of it.
     *
     * @param failure the failed call, or null when the last one succeeded
     */
    void trouble(@Nullable Throwable failure);

    /**
     * The API server refuses for good.
     *
     * @param failure why
     */
    void refused(Throwable failure);
  }

  /** Who makes the re-checks. */
  public enum Rechecks {
    /** Each for itself. */
    ALONE,
    /** Where many listen, one list for all. */
    TOGETHER
  }

  private final RolloutApi api;
  private final Feeds feeds;
  private final SerialQueue queue;
  private final RolloutRef ref;
  private final Duration recheckPeriod;
  private final Rechecks rechecks;
  private final Listener listener;
  private final Backoff backoff = new Backoff();

  private final List<Runnable> askedMeanwhile = new ArrayList<>(0);
  private final List<Runnable> toldTooEarly = new ArrayList<>(0);

  private boolean closed;
  private boolean looking;
  private boolean hasRead;
  private boolean lookFoundNews;
  private String latestVersion = "";
  private @Nullable Events current;
  private WaitClock.Task recheck = () -> {};
  private WaitClock.Task retry = () -> {};

  /**
   * A follower that has not begun.
   *
   * @param api the calls
   * @param feeds the watches
   * @param queue where all of it runs
   * @param ref which Rollout
   * @param recheckPeriod how often to read underneath the watch
   * @param rechecks who does that
   * @param listener who hears of it
   */
  public Follower(
      RolloutApi api,
      Feeds feeds,
      SerialQueue queue,
      RolloutRef ref,
      Duration recheckPeriod,
      Rechecks rechecks,
      Listener listener) {
    this.api = api;
    this.feeds = feeds;
    this.rechecks = rechecks;
    this.queue = queue;
    this.ref = ref;
    this.recheckPeriod = recheckPeriod;
    this.listener = listener;
  }

  /** Begins. To be called in the queue, once. */
  public void start() {
    current = new Events();
    look(() -> {});
    scheduleRecheck();
  }

  /** Stops all that was started. To be called in the queue. */
  public void close() {
    closed = true;
    askedMeanwhile.clear();
    toldTooEarly.clear();
    recheck.cancel();
    retry.cancel();
    leave();
  }

  private void leave() {
    if (current != null) {
      current.leave();
      current = null;
    }
  }

  /**
   * Reads the Rollout, by a request that is sent after this call, however often it takes until an
   * answer comes. To be called in the queue.
   *
   * @param then runs in the queue after the answer was told to the listener
   */
  public void look(Runnable then) {
    if (closed) {
      return;
    }
    if (looking) {
      askedMeanwhile.add(then);
    } else {
      looking = true;
      send(List.of(then));
    }
  }

  private void send(List<Runnable> then) {
    Events asking = requireNonNull(current);
    api.get(ref, asking::reading)
        .whenCompleteAsync((rollout, failure) -> answered(asking, rollout, failure, then), queue);
  }

  private void answered(
      Events asking, @Nullable Rollout rollout, @Nullable Throwable failure, List<Runnable> then) {
    if (closed) {
      return;
    }
    if (rollout != null) {
      backoff.reset();
      listener.trouble(null);
      lookFoundNews = deliver(rollout);
      hasRead = true;
      toldTooEarly.forEach(Runnable::run);
      toldTooEarly.clear();
      if (current == asking) {
        asking.read(rollout.getMetadata().getResourceVersion());
      }
      then.forEach(Runnable::run);
      looking = !askedMeanwhile.isEmpty();
      if (looking) {
        List<Runnable> asked = List.copyOf(askedMeanwhile);
        askedMeanwhile.clear();
        send(asked);
      }
      return;
    }
    Throwable cause = ApiFailures.unwrap(requireNonNull(failure));
    if (cause instanceof RolloutNotFoundException) {
      listener.gone();
    } else if (ApiFailures.isTransient(cause)) {
      listener.trouble(cause);
      retry = queue.schedule(backoff.next(), () -> sendUnlessClosed(then));
    } else {
      listener.refused(cause);
    }
  }

  private void sendUnlessClosed(List<Runnable> then) {
    if (!closed) {
      send(then);
    }
  }

  /** Tells the listener of a version, when it is newer than what it knows. */
  private boolean deliver(Rollout rollout) {
    String version = String.valueOf(rollout.getMetadata().getResourceVersion());
    if (closed || !ResourceVersions.isNewer(version, latestVersion)) {
      return false;
    }
    latestVersion = version;
    listener.seen(rollout);
    return true;
  }

  private void scheduleRecheck() {
    recheck = queue.schedule(recheckPeriod, this::recheck);
  }

  private void recheck() {
    if (closed) {
      return;
    }
    Feed feed = requireNonNull(current).feed;
    if (rechecks == Rechecks.TOGETHER && feed.rechecksTogether()) {
      feed.recheck(recheckPeriod);
    } else if (!looking) {
      look(this::rechecked);
    }
    scheduleRecheck();
  }

  private void rechecked() {
    if (lookFoundNews && current != null) {
      current.feed.suspect();
    }
  }

  /**
   * What one feed tells, handed over to the queue. It is dropped when another was joined, and kept
   * until the first own read is answered: the feed may be behind, and what it tells then is older
   * than the wait.
   */
  private final class Events implements Subscriber {
    private final Feed feed = feeds.join(ref, this);
    private volatile boolean sentWhenPositioned;

    void reading() {
      sentWhenPositioned = feed.isPositioned();
    }

    void read(String version) {
      feed.readFrom(version, sentWhenPositioned, this);
    }

    void leave() {
      feeds.leave(feed, ref, this);
    }

    @Override
    public void changed(Rollout rollout) {
      afterTheFirstRead(
          () -> {
            listener.trouble(null);
            deliver(rollout);
          });
    }

    @Override
    public void deleted(String version) {
      afterTheFirstRead(
          () -> {
            if (!closed && ResourceVersions.isNewer(version, latestVersion)) {
              listener.gone();
            }
          });
    }

    @Override
    public void reread(Rollout rollout) {
      afterTheFirstRead(
          () -> {
            listener.trouble(null);
            if (deliver(rollout)) {
              feed.suspect();
            }
          });
    }

    @Override
    public void readAgain() {
      whileCurrent(() -> look(() -> {}));
    }

    @Override
    public void moved() {
      whileCurrent(
          () -> {
            leave();
            current = new Events();
            look(() -> {});
          });
    }

    @Override
    public void trouble(@Nullable Throwable failure) {
      whileCurrent(() -> listener.trouble(failure));
    }

    private void afterTheFirstRead(Runnable news) {
      whileCurrent(
          () -> {
            if (hasRead) {
              news.run();
            } else {
              toldTooEarly.add(news);
            }
          });
    }

    private void whileCurrent(Runnable news) {
      queue.execute(
          () -> {
            if (current == this) {
              news.run();
            }
          });
    }
  }
}
