// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.kruise.rollouts.testkit.TestClock;
import io.kruise.rollouts.testkit.internal.api.WatchSink;
import io.kruise.rollouts.testkit.internal.api.Watching;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A watch that is open, on its way to who takes it. Thread-safe. */
final class DirectStream implements WatchSink, AutoCloseable {
  /** What the JDK says of a connection that breaks. */
  static final String RESET = "Connection reset";

  private final Consumer<String> events;
  private final Runnable end;
  private final Runnable breaks;
  private @Nullable Watching watching;
  private @Nullable Runnable gone;
  private TestClock.@Nullable Timer timeout;
  private boolean closed;
  private boolean over;

  /**
   * Not begun.
   *
   * @param events takes the events, in their order
   * @param end called after the last one
   * @param breaks called instead, when the connection breaks
   */
  DirectStream(Consumer<String> events, Runnable end, Runnable breaks) {
    this.events = events;
    this.end = end;
    this.breaks = breaks;
  }

  void begin(Watching opened, Runnable whenGone) {
    boolean late;
    synchronized (this) {
      watching = opened;
      gone = whenGone;
      late = closed || over;
    }
    if (late) {
      opened.close();
      whenGone.run();
    }
  }

  synchronized void until(TestClock.Timer timer) {
    timeout = timer;
  }

  @Override
  public void event(String json) {
    events.accept(json);
  }

  @Override
  public void end() {
    end.run();
    ended();
  }

  @Override
  public void broken() {
    breaks.run();
    ended();
  }

  private void ended() {
    Runnable whenGone;
    synchronized (this) {
      over = true;
      whenGone = gone;
    }
    if (whenGone != null) {
      whenGone.run();
    }
  }

  @Override
  public void close() {
    Watching opened;
    Runnable whenGone;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      opened = watching;
      whenGone = gone;
      if (timeout != null) {
        timeout.cancel();
      }
    }
    if (opened != null && whenGone != null) {
      opened.close();
      whenGone.run();
    }
  }
}
