// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sequence of paths against a golden's blocks, of which the optional ones may be left out.
 * It keeps all positions that can be reached, so that an optional block that equals a required one
 * does not lead it astray.
 */
final class PathMatcher {
  private final List<Block> wanted;
  private TreeSet<Integer> reachable = new TreeSet<>(List.of(0));

  private PathMatcher(List<Block> wanted) {
    this.wanted = wanted;
    skipOptional();
  }

  static Optional<String> firstDifference(List<Block> wanted, List<Block> got) {
    return new PathMatcher(wanted).read(got);
  }

  private Optional<String> read(List<Block> got) {
    @Nullable StatePath before = null;
    for (int i = 0; i < got.size(); i++) {
      StatePath path = got.get(i).path();
      TreeSet<Integer> next = new TreeSet<>();
      for (int position : reachable) {
        if (position < wanted.size() && wanted.get(position).path().equals(path)) {
          next.add(position + 1);
        }
      }
      if (path.equals(before)) {
        next.addAll(reachable);
      }
      if (next.isEmpty()) {
        return Optional.of(difference(i, path.toString(), before));
      }
      reachable = next;
      skipOptional();
      before = path;
    }
    return reachable.contains(wanted.size())
        ? Optional.empty()
        : Optional.of(difference(got.size(), "nothing more", before));
  }

  private void skipOptional() {
    Deque<Integer> open = new ArrayDeque<>(reachable);
    while (!open.isEmpty()) {
      int position = open.pop();
      if (position < wanted.size()
          && wanted.get(position).optional()
          && reachable.add(position + 1)) {
        open.push(position + 1);
      }
    }
  }

  private String difference(int index, String got, @Nullable StatePath before) {
    String expected =
        reachable.stream()
            .filter(position -> position < wanted.size())
            .map(position -> wanted.get(position).toString())
            .collect(Collectors.joining(" or "));
    return "state %d is %s\n    expected %s%s"
        .formatted(
            index + 1,
            got,
            expected.isEmpty() ? "nothing more" : expected,
            before == null ? "" : "\n    after " + before);
  }
}
