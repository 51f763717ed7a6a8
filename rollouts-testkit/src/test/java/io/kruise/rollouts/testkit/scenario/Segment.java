// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
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

  /**
   * What was seen, as if the first of several approvals had done: an approval that is repeated
   * until the controller no longer overwrites it is recorded as one (conformance/README.md).
   */
  List<Block> withoutOverwrittenApprovals() {
    if (action == null || !action.path("approve").path("insist").asBoolean()) {
      return blocks;
    }
    List<Block> seen = new ArrayList<>();
    for (Block block : blocks) {
      int last = seen.size() - 1;
      if (last >= 1
          && block.path().equals(seen.get(last - 1).path())
          && block.path().isApprovalOf(seen.get(last).path())) {
        seen.remove(last);
      } else {
        seen.add(block);
      }
    }
    return seen;
  }

  String verb() {
    return action == null ? "" : action.fieldNames().next();
  }
}
