// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: interrupts the run and gives it a few seconds to clean up and to say so. Thread-safe: the
 * signal comes on a thread of its own.
 */
final class Interruption {
  private static final int GRACE_SECONDS = 5;

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean asked;

  /** Begins to listen, on behalf of the calling thread. */
  static Interruption ofCurrentThread() {
    Interruption interruption = new Interruption();
    Thread run = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.stop(run), "interruption"));
    return interruption;
  }

  private void stop(Thread run) {
    if (over.getCount() == 0) {
      return; // the usual end of the program
    }
    asked = true;
    run.interrupt();
    try {
      over.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean asked() {
    return asked;
  }

  /** The run has said its last word. */
  void over() {
    over.countDown();
  }
}
