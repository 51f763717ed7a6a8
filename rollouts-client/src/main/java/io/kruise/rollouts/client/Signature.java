// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

/**
 * Who approved, and why: kept where people look, on the Rollout and among its Events.
 *
 * @param actor who
 * @param reason why; "" for no reason
 */
public record Signature(String actor, String reason) {

  /** Checks that somebody is named. */
  public Signature {
    requireNonNull(reason, "reason");
    if (requireNonNull(actor, "actor").isBlank()) {
      throw new IllegalArgumentException("an approval's actor must not be blank");
    }
  }

  @Override
  public String toString() {
    return reason.isEmpty() ? actor : actor + ": " + reason;
  }
}
