// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/**
 * Which sort of workload it is: the value of the label {@link RolloutLabels#WORKLOAD_TYPE}.
 *
 * <p>Written by the Rollout controller.
 */
public enum WorkloadType implements OpenEnum {
  /** A Deployment. */
  DEPLOYMENT("deployment"),

  /** A CloneSet of OpenKruise. */
  CLONE_SET("cloneset"),

  /** A StatefulSet, of Kubernetes or of OpenKruise. */
  STATEFUL_SET("statefulset"),

  /** A DaemonSet of OpenKruise. */
  DAEMON_SET("daemonset"),

  /** A value that this model does not know, or none. */
  UNKNOWN("Unknown");

  private final String value;

  WorkloadType(String value) {
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
  public static WorkloadType of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}
