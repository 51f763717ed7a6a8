// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A writing action, and the states that were seen until the next one.
 *
 * @param action as in {@link Action#brief()}; null for what was seen before the first action
 * @param result how its request went; null when there was none, or when recordings differ in it
 * @param blocks what was seen, without what had been seen last before
 */
public record Segment(@Nullable JsonNode action, @Nullable Result result, List<Block> blocks) {

  /** Keeps the list from being changed. */
  public Segment {
    blocks = List.copyOf(blocks);
  }

  String verb() {
    return action == null ? "" : action.fieldNames().next();
  }
}
