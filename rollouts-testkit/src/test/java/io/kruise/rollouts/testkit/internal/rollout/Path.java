// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import java.util.ArrayList;
import java.util.List;

/** What something went through: each line once as long as it stays the same. */
final class Path {
  private final List<String> lines = new ArrayList<>();
  private String last = "(nothing)";

  void note(String line) {
    if (!line.equals(last)) {
      lines.add(line);
      last = line;
    }
  }

  /** The lines since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }
}
