// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a TrafficRouting is: {@code status.phase}.
 *
 * <p>Written by the TrafficRouting controller.
 */
public enum TrafficRoutingPhase implements OpenEnum {
  /** The Service and the network resource are looked up. */
  INITIAL("Initial"),

  /** They exist, and no release uses them. */
  HEALTHY("Healthy"),

  /** A release uses them; traffic is shifted. */
  PROGRESSING("Progressing"),

  /** The last release has left; routes are put back. */
  FINALIZING("Finalizing"),

  /** The TrafficRouting is being deleted. */
  TERMINATING("Terminating"),

  /** A value that this model does not know, or none. */
  UNKNOWN("Unknown");

  private final String value;

  TrafficRoutingPhase(String value) {
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
  public static TrafficRoutingPhase of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
