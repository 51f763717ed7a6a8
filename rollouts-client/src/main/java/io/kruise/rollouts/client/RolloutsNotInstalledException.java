// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

/** The API server does not know the kind Rollout. */
public final class RolloutsNotInstalledException extends RolloutException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is missing.
   *
   * @param ref which Rollout was asked for
   * @param cause the API server's answer
   */
  public RolloutsNotInstalledException(RolloutRef ref, Throwable cause) {
    super(
        ref,
        "the API server does not serve rollouts.kruise.io/v1beta1 (asked for "
            + ref
            + "): install Kruise Rollouts v0.5 or later, its CRDs first",
        cause);
  }
}
