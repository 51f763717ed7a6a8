// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A field that a change gives another value.
 *
 * @param path such as {@code spec.containers[main].image}; objects in a list go by their name, or
 *     their place when they have none
 * @param before its value, JSON objects as text; empty when the field is new
 * @param after its new value; empty when the field goes
 */
public record FieldChange(String path, Optional<String> before, Optional<String> after) {

  /** Checks that all parts are there. */
  public FieldChange {
    requireNonNull(path, "path");
    requireNonNull(before, "before");
    requireNonNull(after, "after");
  }

  /** Such as "spec.containers[main].image: app:1 -> app:2". */
  @Override
  public String toString() {
    return path + ": " + before.orElse("(none)") + " -> " + after.orElse("(none)");
  }
}
