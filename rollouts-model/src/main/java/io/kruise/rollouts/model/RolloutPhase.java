// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a Rollout is as a whole: {@code status.phase}.
 *
 * <p>Written by the Rollout controller.
 */
public enum RolloutPhase implements OpenEnum {
  /** The workload does not exist. The controller has dropped the rest of the status. */
  INITIAL("Initial"),

  /** No release is under way. The step status, if any, tells of the last one. */
  HEALTHY("Healthy"),

  /**
   * A release is under way: rolling, paused, cancelled or wound up. The condition {@code
   * Progressing} tells which.
   */
  PROGRESSING("Progressing"),

  /** The Rollout is being deleted, and what it holds is released. */
  TERMINATING("Terminating"),

  /** {@code spec.disabled} is set, and nothing is left to release. */
  DISABLED("Disabled"),

  /**
   * {@code spec.disabled} was set in the middle of a release, and what the release holds is
   * released.
   */
  DISABLING("Disabling"),

  /** A value that this model does not know, or none. */
  UNKNOWN("Unknown");

  private final String value;

  RolloutPhase(String value) {
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
  public static RolloutPhase of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
