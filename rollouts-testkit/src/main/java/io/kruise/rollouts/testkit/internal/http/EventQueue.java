// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.http;

import io.kruise.rollouts.testkit.internal.api.WatchSink;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries a watch's events from whatever thread writes objects to the event loop of its connection,
 * all that there are at once. Thread-safe: its monitor guards it.
 */
final class EventQueue implements WatchSink {
  /** A client that is this far behind is cut off, as the real server does. */
  private static final int LONGEST = 100_000;

  private final Context loop;
  private final AtomicInteger length = new AtomicInteger();
  private List<String> waiting = new ArrayList<>();
  private boolean scheduled;
  private boolean ended;
  private boolean broken;
  private @Nullable Consumer<List<String>> writer;
  private @Nullable Runnable end;
  private @Nullable Runnable breaks;

  EventQueue(Context loop) {
    this.loop = loop;
  }

  /**
   * Begins to write, with what has come in so far. Call it on the event loop.
   *
   * @param eventWriter takes the events, on the event loop
   * @param afterLast called after the last one, on the event loop
   * @param whenBroken called instead, when the connection is to break
   */
  void writeTo(Consumer<List<String>> eventWriter, Runnable afterLast, Runnable whenBroken) {
    synchronized (this) {
      writer = eventWriter;
      end = afterLast;
      breaks = whenBroken;
    }
    drain();
  }

  @Override
  public synchronized void event(String json) {
    if (!ended) {
      if (length.incrementAndGet() > LONGEST) {
        end();
      } else {
        waiting.add(json);
        schedule();
      }
    }
  }

  @Override
  public synchronized void end() {
    ended = true;
    schedule();
  }

  @Override
  public synchronized void broken() {
    broken = true;
    end();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      loop.runOnContext(any -> drain());
    }
  }

  private void drain() {
    List<String> batch;
    Consumer<List<String>> to;
    Runnable last;
    synchronized (this) {
      scheduled = false;
      if (writer == null) {
        return;
      }
      to = writer;
      batch = waiting;
      waiting = new ArrayList<>();
      last = ended ? (broken ? breaks : end) : null;
      if (ended) {
        writer = null;
      }
    }
    length.addAndGet(-batch.size());
    if (!batch.isEmpty()) {
      to.accept(batch);
    }
    if (last != null) {
      last.run();
    }
  }
}
