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
  private static final int LONGEST_LINE = 600;

  /** Put into words only when asked for: a line is noted with every write. */
  private record Entry(Instant at, String controller, ObjectRef ref, Object what) {
    String line() {
      String line = at + " " + controller + ", " + ref + ": " + what;
      return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
    }
  }

  private final Deque<Entry> entries = new ArrayDeque<>();

  void note(Instant now, String controller, ObjectRef ref, Effect effect) {
    add(new Entry(now, controller, ref, effect));
  }

  void trouble(Instant now, String controller, ObjectRef ref, String what) {
    add(new Entry(now, controller, ref, "failed: " + what));
  }

  /**
   * The last lines.
   *
   * @return oldest first, one a line
   */
  public String tail() {
    return entries.stream().map(Entry::line).collect(Collectors.joining("\n"));
  }

  private void add(Entry entry) {
    entries.addLast(entry);
    if (entries.size() > KEPT) {
      entries.removeFirst();
    }
  }
}
