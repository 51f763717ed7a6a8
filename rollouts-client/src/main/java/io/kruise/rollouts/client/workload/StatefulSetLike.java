// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.workload;

import static java.util.Objects.requireNonNull;

/**
 * A kind of which only the name is its own.
 *
 * @param apiGroup its group
 * @param kind its name
 * @param plural its name in URLs
 */
record StatefulSetLike(String apiGroup, String kind, String plural) implements WorkloadKind {

  StatefulSetLike {
    requireNonNull(apiGroup, "apiGroup");
    if (requireNonNull(kind, "kind").isBlank() || requireNonNull(plural, "plural").isBlank()) {
      throw new IllegalArgumentException("a kind and its plural must not be blank");
    }
  }

  @Override
  public boolean is(String apiVersion, String name) {
    int slash = apiVersion.indexOf('/');
    return kind.equals(name) && apiGroup.equals(slash < 0 ? "" : apiVersion.substring(0, slash));
  }
}
