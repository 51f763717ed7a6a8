// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.testcontainers.containers.output.OutputFrame;

/**
 * The last lines of a container's log. Testcontainers removes a container that failed, and its log
 * with it, so they are kept while it runs. Thread-safe.
 */
final class RecentLines implements Consumer<OutputFrame> {
  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();

  RecentLines(int most) {
    this.most = most;
  }

  @Override
  public void accept(OutputFrame frame) {
    add(frame.getUtf8StringWithoutLineEnding());
  }

  synchronized void add(String text) {
    text.lines().filter(line -> !line.isBlank()).forEach(lines::addLast);
    while (lines.size() > most) {
      lines.removeFirst();
    }
  }

  /** The very last one; empty when nothing was written. */
  synchronized Optional<String> last() {
    return Optional.ofNullable(lines.peekLast());
  }

  /** All of them under a heading; empty when nothing was written. */
  synchronized Optional<String> text() {
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of("the end of the container's log:\n" + String.join("\n", lines));
  }
}
