// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * The task in hand while a release is wound up: {@code finalisingStep}.
 *
 * <p>Written by the Rollout controller. The order depends on the style and on why the release
 * ended, and a task may be seen twice.
 */
public enum FinalisingStep implements OpenEnum {
  /** Winding up has not begun. */
  NONE(""),

  /** All traffic is routed to the new version (blue-green). */
  ROUTE_TRAFFIC_TO_NEW("FinalisingStepRouteTrafficToNew"),

  /** Routes are put back to the stable Service. */
  ROUTE_TRAFFIC_TO_STABLE("FinalisingStepRouteTrafficToStable"),

  /** The selector of the stable Service is put back. */
  RESTORE_STABLE_SERVICE("RestoreStableService"),

  /** The canary Service is deleted. */
  REMOVE_CANARY_SERVICE("RemoveCanaryService"),

  /** The workload gets its own settings back and goes on by itself. */
  RESUME_WORKLOAD("ResumeWorkload"),

  /** The BatchRelease is deleted. */
  RELEASE_WORKLOAD_CONTROL("ReleaseWorkloadControl"),

  /** All is done. */
  END("END"),

  /** Waits for ever; for debugging the controller. */
  WAIT_ENDLESS("WaitEndless"),

  /** A value that this model does not know. */
  UNKNOWN("Unknown");

  private final String value;

  FinalisingStep(String value) {
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
   * @return the constant; {@link #NONE} for null and the empty string, {@link #UNKNOWN} for any
   *     other value
   */
  public static FinalisingStep of(@Nullable String value) {
    return OpenEnums.find(values(), value == null ? NONE.value : value, UNKNOWN);
  }
}
