// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

/** How the server's side ends watches. */
public enum WatchEnding {
  /** As at the end of their time: the stream ends, nothing is said. */
  CLEAN,
  /** The connection breaks. */
  BROKEN,
  /** Their versions are forgotten, and they are told so. */
  EXPIRED
}
