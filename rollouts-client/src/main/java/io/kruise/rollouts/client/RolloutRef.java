// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

/**
 * The address of one Rollout.
 *
 * @param namespace the namespace, not blank
 * @param name the Rollout's name, not blank
 */
public record RolloutRef(String namespace, String name) {

  /**
   * Checks that both parts are given.
   *
   * @throws IllegalArgumentException when one of them is blank
   */
  public RolloutRef {
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
    if (namespace.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException(
          "a Rollout's address needs a namespace and a name, got '" + namespace + "/" + name + "'");
    }
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
