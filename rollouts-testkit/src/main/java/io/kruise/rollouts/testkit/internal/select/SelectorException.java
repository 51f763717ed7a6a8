// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.select;

/** A selector can't be read; its message is what the API server says. */
public final class SelectorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String text;

  /**
   * With its reason.
   *
   * @param message what is wrong
   */
  public SelectorException(String message) {
    super(message);
    text = message;
  }

  @Override
  public String getMessage() {
    return text;
  }
}
