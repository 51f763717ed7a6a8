// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

/** How much a {@link Finding} weighs. */
public enum Severity {
  /** The cluster refuses to store the Rollout. */
  REFUSED,
  /** The cluster stores it, and it then doesn't do what it seems to say. */
  WARNING
}
