// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.patch;

/** A patch can't be applied. */
public final class PatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Why why;
  private final String text;

  /** Whose fault it is. */
  public enum Why {
    /** The patch is no patch of its kind. */
    MALFORMED,
    /** It is one, but a directive in it is malformed. */
    BAD_DIRECTIVE,
    /** It is one, but doesn't fit the object. */
    DOES_NOT_FIT,
    /** It can't be merged strategically, of which the API server makes a fault of its own. */
    NOT_MERGEABLE
  }

  /**
   * With its reason.
   *
   * @param why whose fault it is
   * @param message what is wrong
   */
  public PatchException(Why why, String message) {
    super(message);
    this.why = why;
    text = message;
  }

  /**
   * Whose fault it is.
   *
   * @return the fault
   */
  public Why why() {
    return why;
  }

  @Override
  public String getMessage() {
    return text;
  }
}
