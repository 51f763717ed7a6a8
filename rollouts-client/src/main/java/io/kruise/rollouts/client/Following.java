// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import java.util.concurrent.CompletableFuture;

/**
 * A stream of what happens to a Rollout, open until it is closed or the Rollout is gone. It
 * survives lost connections for as long as it is open. Thread-safe.
 */
public interface Following extends AutoCloseable {

  /**
   * When it ends by itself.
   *
   * @return completes when the Rollout was deleted, or with what the API server refuses for good;
   *     cancelled when it is closed
   */
  CompletableFuture<Void> ended();

  /** Ends it. What was told before may still be under way. */
  @Override
  void close();
}
