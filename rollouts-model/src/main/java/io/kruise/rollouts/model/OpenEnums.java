// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import org.jspecify.annotations.Nullable;

/** Looks up constants by their text. */
final class OpenEnums {

  private OpenEnums() {}

  static <E extends OpenEnum> E find(E[] constants, @Nullable String value, E unknown) {
    for (E constant : constants) {
      if (constant.value().equals(value)) {
        return constant;
      }
    }
    return unknown;
  }
}
