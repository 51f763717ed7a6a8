// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * Whether the record of a release is whole: {@code status.phase} of a RolloutHistory.
 *
 * <p>Written by the RolloutHistory controller.
 */
public enum RolloutHistoryPhase implements OpenEnum {
  /** The release has ended, and its pods are recorded; the record changes no more. */
  COMPLETED("completed"),

  /** A value that this model does not know, or none: the release has not ended. */
  UNKNOWN("Unknown");

  private final String value;

  RolloutHistoryPhase(String value) {
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
  public static RolloutHistoryPhase of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
