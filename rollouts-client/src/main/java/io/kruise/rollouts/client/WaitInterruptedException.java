// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

/**
 * The waiting thread was interrupted. Its interrupt flag is set again, and what the call had
 * started was cancelled.
 */
public final class WaitInterruptedException extends RolloutException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what was given up.
   *
   * @param ref the Rollout
   * @param what what the thread waited for
   * @param cause the interrupt
   */
  public WaitInterruptedException(RolloutRef ref, String what, InterruptedException cause) {
    super(ref, "interrupted while waiting for " + what + " of " + ref, cause);
  }
}
