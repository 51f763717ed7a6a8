// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

/** The Rollout does not exist. */
public final class RolloutNotFoundException extends RolloutException {
  private static final long serialVersionUID = 1L;

  /**
   * Says that there is none.
   *
   * @param ref which Rollout was asked for
   */
  public RolloutNotFoundException(RolloutRef ref) {
    super(
        ref,
        "there is no Rollout " + ref + ": check the namespace and the name, or create it",
        null);
  }
}
