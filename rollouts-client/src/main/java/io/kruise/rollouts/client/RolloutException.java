// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What this library itself throws. Each subclass carries what was seen; each message says what to
 * do.
 */
public abstract class RolloutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // a record of two strings; exceptions are not stored
  private final RolloutRef ref;

  RolloutException(RolloutRef ref, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.ref = requireNonNull(ref, "ref");
  }

  /**
   * Which Rollout it is about.
   *
   * @return its address
   */
  public RolloutRef ref() {
    return ref;
  }
}
