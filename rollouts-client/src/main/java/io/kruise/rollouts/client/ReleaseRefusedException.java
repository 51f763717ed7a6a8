// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.release.Preflight;

/** A release was not started, since it would escape its Rollout. Nothing was written. */
public final class ReleaseRefusedException extends RolloutException {
  private static final long serialVersionUID = 1L;

  private final transient Preflight preflight;

  /**
   * Says what stands in the way.
   *
   * @param ref the Rollout
   * @param wanted what was to be released
   * @param preflight what stands in the way
   */
  public ReleaseRefusedException(RolloutRef ref, String wanted, Preflight preflight) {
    super(
        ref,
        wanted + " of " + ref + " was not started: " + preflight + "; nothing was written",
        null);
    this.preflight = requireNonNull(preflight, "preflight");
  }

  /**
   * What stands in the way.
   *
   * @return at least one obstacle
   */
  public Preflight preflight() {
    return preflight;
  }
}
