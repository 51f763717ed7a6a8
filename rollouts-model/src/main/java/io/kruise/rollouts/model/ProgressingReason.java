// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * At which point a release is: {@code reason} of the condition {@code Progressing}.
 *
 * <p>Written by the Rollout controller. It is left as it was when a Rollout is disabled.
 */
public enum ProgressingReason implements OpenEnum {
  /** The release has been noticed; the step status is set up anew. */
  INITIALIZING("Initializing"),

  /** Steps are walked. */
  IN_ROLLING("InRolling"),

  /** {@code spec.strategy.paused} is set; nothing moves on. */
  PAUSED("Paused"),

  /** The workload was rolled back; the release is wound up. */
  CANCELLING("Cancelling"),

  /** All steps are done; the release is wound up. */
  FINALISING("Finalising"),

  /** The release has ended, either way. */
  COMPLETED("Completed"),

  /** A value that this model does not know, or none. */
  UNKNOWN("Unknown");

  private final String value;

  ProgressingReason(String value) {
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
  public static ProgressingReason of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
