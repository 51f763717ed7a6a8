// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * How pods are replaced: {@code rollingStyle} of a release plan.
 *
 * <p>Written by the Rollout controller, from the strategy of the Rollout.
 */
public enum RollingStyle implements OpenEnum {
  /** The workload itself is upgraded in part. */
  PARTITION("Partition"),

  /** Pods of the new version run in a second Deployment. */
  CANARY("Canary"),

  /** A full set of new pods is brought up beside the old one. */
  BLUE_GREEN("BlueGreen"),

  /** A value that this model does not know, or none. */
  UNKNOWN("Unknown");

  private final String value;

  RollingStyle(String value) {
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
  public static RollingStyle of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
