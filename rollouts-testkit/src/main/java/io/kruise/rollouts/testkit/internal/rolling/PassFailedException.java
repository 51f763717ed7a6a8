// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rolling;

/** A pass ends with an error, as a Go function that returns one: it is repeated later. */
public final class PassFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String text;

  /**
   * With its reason.
   *
   * @param message what went wrong
   */
  public PassFailedException(String message) {
    super(message);
    text = message;
  }

  @Override
  public String getMessage() {
    return text;
  }
}
