// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import io.kruise.rollouts.model.v1beta1.Rollout;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to a feed. Called on any thread, the watch's among them: each method hands over to
 * the listener's own queue and returns.
 */
interface Subscriber {
  /** The watch told of a change. */
  void changed(Rollout rollout);

  /** The watch told of the deletion. */
  void deleted(String version);

  /** The shared re-check read this; it may be old news. */
  void reread(Rollout rollout);

  /** Something may have been missed: a read that is sent from now on shows it. */
  void readAgain();

  /** The feed is no more: its watch is forbidden. Another is to be joined. */
  void moved();

  /** The shared re-check failed, and may succeed later. */
  void trouble(@Nullable Throwable failure);
}
