// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.engine;

import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** The last things that controllers did, for the message of a failure. Not thread-safe. */
public final class History {
  private static final int KEPT = 10;

  private final Deque<String> lines = new ArrayDeque<>();

  void note(Instant now, String controller, ObjectRef ref, Effect effect) {
    add(now + " " + controller + ", " + ref + ": " + effect);
  }

  void trouble(Instant now, String controller, ObjectRef ref, String what) {
    add(now + " " + controller + ", " + ref + ": failed: " + what);
  }

  /**
   * The last lines.
   *
   * @return oldest first, one a line
   */
  public String tail() {
    return lines.stream().collect(Collectors.joining("\n"));
  }

  private void add(String line) {
    lines.addLast(line.length() > 600 ? line.substring(0, 600) + "…" : line);
    if (lines.size() > KEPT) {
      lines.removeFirst();
    }
  }
}
