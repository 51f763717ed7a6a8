// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

/** Takes what a watch tells. Called under the cluster's lock: it must not block. */
public interface WatchSink {

  /**
   * An event.
   *
   * @param json the event as JSON, without a line end
   */
  void event(String json);

  /** The watch is over; nothing follows. */
  void end();

  /** The connection breaks; nothing follows. */
  default void broken() {
    end();
  }
}
