// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An action that waited.
 *
 * @param action as in {@link Action#brief()}
 * @param held whether it was not in vain; null when it could not be
 */
public record Wait(JsonNode action, @Nullable Boolean held) {

  boolean sameAs(Wait other) {
    return verb().equals(other.verb()) && String.valueOf(held).equals(String.valueOf(other.held));
  }

  private String verb() {
    return action.fieldNames().next();
  }
}
