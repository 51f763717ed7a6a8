// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The last writes, oldest first, and how far back they are known. */
final class ChangeLog {
  private static final int KEPT = 20_000;

  private final Deque<Change> changes = new ArrayDeque<>();
  private long forgotten;

  ChangeLog(long forgotten) {
    this.forgotten = forgotten;
  }

  /** The newest revision of which the writes that followed are no longer all known. */
  long forgotten() {
    return forgotten;
  }

  void add(Change change) {
    changes.addLast(change);
    if (changes.size() > KEPT) {
      forgotten = changes.removeFirst().revision();
    }
  }

  /** Forgets the writes up to a revision. */
  void forget(long upTo) {
    while (!changes.isEmpty() && changes.getFirst().revision() <= upTo) {
      changes.removeFirst();
    }
    forgotten = Math.max(forgotten, upTo);
  }

  /** Forgets all, and begins anew after a revision. */
  void restart(long revision) {
    changes.clear();
    forgotten = revision;
  }

  /** The writes after a revision, oldest first; only the kept ones. */
  List<Change> after(long revision) {
    List<Change> found = new ArrayList<>();
    Iterator<Change> newestFirst = changes.descendingIterator();
    while (newestFirst.hasNext()) {
      Change change = newestFirst.next();
      if (change.revision() <= revision) {
        break;
      }
      found.add(change);
    }
    Collections.reverse(found);
    return found;
  }
}
