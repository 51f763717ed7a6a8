// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

/** A value is of the wrong kind where the API server decodes into typed values. */
public final class UndecodableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String text;

  /**
   * A refusal.
   *
   * @param message as Go's decoder says it
   */
  public UndecodableException(String message) {
    super(message);
    this.text = message;
  }

  @Override
  public String getMessage() {
    return text;
  }
}
