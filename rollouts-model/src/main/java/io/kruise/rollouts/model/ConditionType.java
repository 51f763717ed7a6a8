// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * What a condition is about: {@code type} in {@code status.conditions}.
 *
 * <p>Written by the Rollout controller.
 */
public enum ConditionType implements OpenEnum {
  /**
   * Whether a release is under way, and at which point; its reason is a {@link ProgressingReason}.
   */
  PROGRESSING("Progressing"),

  /**
   * Whether the last release reached its end (true) or was rolled back (false). Absent during a
   * release.
   */
  SUCCEEDED("Succeeded"),

  /** Whether the Rollout is being deleted; its reason is a {@link TerminatingReason}. */
  TERMINATING("Terminating"),

  /** A value that this model does not know, or none. */
  UNKNOWN("Unknown");

  private final String value;

  ConditionType(String value) {
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
  public static ConditionType of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
