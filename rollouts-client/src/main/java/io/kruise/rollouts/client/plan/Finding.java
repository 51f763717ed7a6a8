// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static java.util.Objects.requireNonNull;

/**
 * One thing that the cluster, or its controller, would have against a Rollout.
 *
 * @param code what it is; it implies the severity
 * @param field where it is, as a path of the Rollout's JSON, for instance {@code
 *     spec.strategy.canary.steps[1].replicas}; indexes begin with 0
 * @param serverField the path that the cluster's own message names. The schema names {@link
 *     #field}. The webhook's paths are of upstream's making, for instance {@code
 *     Spec.Strategy.Canary.Steps[1].Replicas}. Empty for a warning, and where the message names
 *     none
 * @param message a sentence for people: what is wrong, and what to do
 */
public record Finding(FindingCode code, String field, String serverField, String message) {

  /** Checks that all parts are there. */
  public Finding {
    requireNonNull(code, "code");
    requireNonNull(field, "field");
    requireNonNull(serverField, "serverField");
    requireNonNull(message, "message");
  }

  /**
   * How much it weighs.
   *
   * @return the severity that the code belongs to
   */
  public Severity severity() {
    return code.severity();
  }

  /** Severity, field and sentence: a line for logs and terminals. */
  @Override
  public String toString() {
    return severity() + " " + field + ": " + message + " [" + code + "]";
  }
}
