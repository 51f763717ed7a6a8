// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import java.util.List;

/**
 * Writes in a row that left the Rollout's path as it was.
 *
 * @param path the path
 * @param optional of a golden: whether it was missing in some recordings
 * @param messages the texts of status.message that were seen in it
 */
public record Block(StatePath path, boolean optional, List<String> messages) {

  /** Keeps the list from being changed. */
  public Block {
    messages = List.copyOf(messages);
  }

  Block orMissing() {
    return new Block(path, true, messages);
  }

  @Override
  public String toString() {
    return path + (optional ? " (optional)" : "");
  }
}
