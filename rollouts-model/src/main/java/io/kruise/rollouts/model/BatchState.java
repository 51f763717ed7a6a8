// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a batch is: {@code status.canaryStatus.batchState} of a BatchRelease.
 *
 * <p>Written by the BatchRelease controller. It goes back when pods become unready or the workload
 * is scaled.
 */
public enum BatchState implements OpenEnum {
  /** Pods of the batch are upgraded. */
  UPGRADING("Upgrading"),

  /** Upgraded pods are counted until enough are ready. */
  VERIFYING("Verifying"),

  /** The batch is done. */
  READY("Ready"),

  /** A value that this model does not know, or none. */
  UNKNOWN("Unknown");

  private final String value;

  BatchState(String value) {
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
  public static BatchState of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
