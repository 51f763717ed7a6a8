// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * Whether winding up a BatchRelease waits for pods: {@code finalizingPolicy} of a release plan.
 *
 * <p>Written by the Rollout controller when a release ends.
 */
public enum FinalizingPolicy implements OpenEnum {
  /** Waits until all pods are upgraded; written after a release that went through. */
  WAIT_RESUME("WaitResume"),

  /** Does not wait; written after a rollback, and when the Rollout is deleted or disabled. */
  IMMEDIATE("Immediate"),

  /** A value that this model does not know, or none. */
  UNKNOWN("Unknown");

  private final String value;

  FinalizingPolicy(String value) {
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
  public static FinalizingPolicy of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
