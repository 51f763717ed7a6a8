// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.api.WatchStream;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one Rollout: a read, a watch from exactly there, and a plain read every so often
 * underneath, which finds what a dead watch doesn't tell. It survives lost connections, 410, 429
 * and 5xx for as long as it is left open: the bound is its owner's. All of it runs in one {@link
 * SerialQueue}, and so do the listener's methods.
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

  private final RolloutApi api;
  private final SerialQueue queue;
  private final RolloutRef ref;
  private final Duration recheckPeriod;
  private final Listener listener;
  private final Backoff lookBackoff = new Backoff();
  private final Backoff watchBackoff = new Backoff();

  private final List<Runnable> askedMeanwhile = new ArrayList<>();

  private boolean closed;
  private boolean looking;
  private boolean lookFoundNews;
  private boolean tooOld;
  private String latestVersion = "";
  private @Nullable WatchStream watch;
  private @Nullable Events current;
  private WaitClock.Task recheck = () -> {};
  private WaitClock.Task retry = () -> {};
  private WaitClock.Task rewatch = () -> {};

  /**
   * A follower that has not begun.
   *
   * @param api the calls
   * @param queue where all of it runs
   * @param ref which Rollout
   * @param recheckPeriod how often to read underneath the watch
   * @param listener who hears of it
   */
  public Follower(
      RolloutApi api,
      SerialQueue queue,
      RolloutRef ref,
      Duration recheckPeriod,
      Listener listener) {
    this.api = api;
    this.queue = queue;
    this.ref = ref;
    this.recheckPeriod = recheckPeriod;
    this.listener = listener;
  }

  /** Begins. To be called in the queue, once. */
  public void start() {
    look(this::openWatch);
    scheduleRecheck();
  }

  /** Stops all that was started. To be called in the queue. */
  public void close() {
    closed = true;
    askedMeanwhile.clear();
    recheck.cancel();
    retry.cancel();
    rewatch.cancel();
    closeWatch();
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
    api.get(ref).whenCompleteAsync((rollout, failure) -> answered(rollout, failure, then), queue);
  }

  private void answered(
      @Nullable Rollout rollout, @Nullable Throwable failure, List<Runnable> then) {
    if (closed) {
      return;
    }
    if (rollout != null) {
      lookBackoff.reset();
      listener.trouble(null);
      lookFoundNews = deliver(rollout);
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
      retry = queue.schedule(lookBackoff.next(), () -> sendUnlessClosed(then));
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
    if (!closed) {
      if (!looking) {
        look(this::rechecked);
      }
      scheduleRecheck();
    }
  }

  /**
   * What the watch should have told, and didn't, says that it is slow or dead: it is opened anew
   * from here.
   */
  private void rechecked() {
    if (lookFoundNews && watch != null) {
      openWatch();
    }
  }

  private void openWatch() {
    if (!closed) {
      closeWatch();
      Events events = new Events();
      current = events;
      watch = api.watch(ref, tooOld ? "" : latestVersion, events);
      tooOld = false;
    }
  }

  private void closeWatch() {
    current = null;
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  /**
   * Hands the events of one watch over to the queue, and drops those that come after another was
   * opened.
   */
  private final class Events implements WatchStream.Listener {
    @Override
    public void changed(Rollout rollout) {
      whileCurrent(
          () -> {
            watchBackoff.reset();
            deliver(rollout);
          });
    }

    @Override
    public void deleted() {
      whileCurrent(listener::gone);
    }

    @Override
    public void ended(@Nullable Throwable failure) {
      // a read first: it says where to go on from, whatever ended the watch
      whileCurrent(
          () -> {
            closeWatch();
            // of a Rollout that was quiet for long even the present version is too old for a watch:
            // then it begins with the present, and what was deleted in between the re-check finds
            tooOld = ApiFailures.isExpired(failure);
            rewatch = queue.schedule(watchBackoff.next(), () -> look(Follower.this::openWatch));
          });
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
