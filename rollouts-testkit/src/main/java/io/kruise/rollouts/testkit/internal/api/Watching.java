// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

/** A watch that goes on, until it is closed. */
public interface Watching extends AutoCloseable {

  /** Tells the sink how far the watch is, when its client asked for bookmarks. */
  void bookmark();

  @Override
  void close();
}
