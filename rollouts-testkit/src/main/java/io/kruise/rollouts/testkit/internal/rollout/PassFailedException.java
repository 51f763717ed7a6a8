// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

/**
 * A pass ends here: upstream returns an error, or panics. What was written before stays written,
 * the status is not, and the pass is repeated after a growing delay.
 */
final class PassFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PassFailedException(String why) {
    super(why);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
