// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Hands on what a connection brings, one after the other and only when it is asked for, as
 * back-pressure of a socket does. Thread-safe; its taker is never called twice at the same time.
 *
 * @param <T> what is brought
 */
final class Delivery<T> {
  private final Executor executor;
  private final Consumer<T> taker;
  private Runnable end;
  private final Deque<T> waiting = new ArrayDeque<>();
  private long wanted;
  private boolean running;
  private boolean ending;
  private boolean over;

  /**
   * Of a connection.
   *
   * @param executor runs the taker
   * @param taker takes what comes
   * @param end called once, after the last
   */
  Delivery(Executor executor, Consumer<T> taker, Runnable end) {
    this.executor = executor;
    this.taker = taker;
    this.end = end;
  }

  void bring(T one) {
    synchronized (this) {
      if (ending) {
        return;
      }
      waiting.add(one);
    }
    go();
  }

  void want(long more) {
    synchronized (this) {
      wanted += more;
    }
    go();
  }

  /** Nothing is brought any more; what waits is still handed on. */
  void end() {
    synchronized (this) {
      ending = true;
    }
    go();
  }

  /**
   * Nothing is brought any more.
   *
   * @param otherEnd called after the last, for the end that was given, unless it is over by now
   */
  void end(Runnable otherEnd) {
    synchronized (this) {
      if (!ending) {
        end = otherEnd;
      }
    }
    end();
  }

  /** Forgets what waits. */
  void cancel() {
    synchronized (this) {
      waiting.clear();
      ending = true;
    }
    go();
  }

  private void go() {
    synchronized (this) {
      if (running || !ready()) {
        return;
      }
      running = true;
    }
    executor.execute(this::run);
  }

  private boolean ready() {
    return waiting.isEmpty() ? ending && !over : wanted > 0;
  }

  private void run() {
    while (true) {
      T next;
      Runnable last;
      synchronized (this) {
        last = end;
        if (!ready()) {
          running = false;
          return;
        }
        next = waiting.poll();
        if (next == null) {
          over = true;
        } else {
          wanted--;
        }
      }
      if (next == null) {
        last.run();
      } else {
        taker.accept(next);
      }
    }
  }
}
