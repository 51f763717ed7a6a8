// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * How far a deletion is: {@code reason} of the condition {@code Terminating}.
 *
 * <p>Written by the Rollout controller.
 */
public enum TerminatingReason implements OpenEnum {
  /** What the Rollout holds is being released. */
  IN_TERMINATING("InTerminating"),

  /** All is released; the finalizer goes next. */
  COMPLETED("Completed"),

  /** A value that this model does not know, or none. */
  UNKNOWN("Unknown");

  private final String value;

  TerminatingReason(String value) {
    this.value = value;
  }

  @Override
  public String value() {
    return value;
  }

  /**
   * Returns the constant of a value.
   *
   * @param value a value as the API has it, or null
   * @return the constant; {@link #UNKNOWN} for null, for the empty string and for any other value
   */
  public static TerminatingReason of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
