// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a BatchRelease is as a whole: {@code status.phase}.
 *
 * <p>Written by the BatchRelease controller.
 */
public enum BatchReleasePhase implements OpenEnum {
  /** The workload is made ready for batches. */
  PREPARING("Preparing"),

  /** Batches are upgraded. */
  PROGRESSING("Progressing"),

  /** The workload gets its own settings back. */
  FINALIZING("Finalizing"),

  /** All is done; changes of the plan have no effect any more. */
  COMPLETED("Completed"),

  /** A value that this model does not know, or none. */
  UNKNOWN("Unknown");

  private final String value;

  BatchReleasePhase(String value) {
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
  public static BatchReleasePhase of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
