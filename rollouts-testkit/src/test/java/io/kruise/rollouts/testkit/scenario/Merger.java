// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Makes a golden of several recordings of one scenario. */
final class Merger {
  private Merger() {}

  static Golden merge(String controller, List<Trace> traces) {
    Trace first = traces.get(0);
    traces.stream()
        .filter(trace -> trace.segments().size() != first.segments().size())
        .findAny()
        .ifPresent(
            trace -> {
              throw new IllegalArgumentException(
                  first.scenario() + ": the recordings differ in their number of actions");
            });
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < first.segments().size(); i++) {
      int index = i;
      segments.add(segment(traces.stream().map(trace -> trace.segments().get(index)).toList()));
    }
    return new Golden(
        first.scenario(),
        controller,
        traces.size(),
        segments,
        first.waits(),
        traces.stream().anyMatch(trace -> !sameWaits(first.waits(), trace.waits())),
        first.finalState(),
        differingNames(traces));
  }

  private static Segment segment(List<Segment> recorded) {
    List<List<Block>> blocks = recorded.stream().map(Segment::blocks).toList();
    return new Segment(recorded.get(0).action(), result(recorded), blocks(blocks));
  }

  private static @Nullable Result result(List<Segment> recorded) {
    Result first = recorded.get(0).result();
    if (first == null || recorded.stream().allMatch(each -> first.equals(each.result()))) {
      return first;
    }
    boolean sameCode =
        recorded.stream()
            .map(Segment::result)
            .allMatch(result -> result != null && result.code() == first.code());
    return sameCode ? new Result(first.code(), first.reason(), "") : null;
  }

  /** Optional is what not every recording has. */
  static List<Block> blocks(List<List<Block>> recorded) {
    List<Block> merged = recorded.get(0);
    for (List<Block> more : recorded.subList(1, recorded.size())) {
      merged = both(merged, more);
    }
    return merged;
  }

  private static List<Block> both(List<Block> a, List<Block> b) {
    int[][] common = commonLengths(a, b);
    List<Block> merged = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      boolean same = i < a.size() && j < b.size() && a.get(i).path().equals(b.get(j).path());
      if (same) {
        merged.add(together(a.get(i++), b.get(j++)));
      } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
        merged.add(a.get(i++).orMissing());
      } else {
        merged.add(b.get(j++).orMissing());
      }
    }
    return merged;
  }

  private static Block together(Block a, Block b) {
    Set<String> messages = new LinkedHashSet<>(a.messages());
    messages.addAll(b.messages());
    return new Block(a.path(), a.optional() || b.optional(), List.copyOf(messages));
  }

  /** Of the longest common subsequence of the rest, for each pair of beginnings. */
  private static int[][] commonLengths(List<Block> a, List<Block> b) {
    int[][] lengths = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        lengths[i][j] =
            a.get(i).path().equals(b.get(j).path())
                ? lengths[i + 1][j + 1] + 1
                : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      }
    }
    return lengths;
  }

  private static boolean sameWaits(List<Wait> a, List<Wait> b) {
    return a.stream()
        .map(Wait::held)
        .map(String::valueOf)
        .toList()
        .equals(b.stream().map(Wait::held).map(String::valueOf).toList());
  }

  private static Set<String> differingNames(Collection<Trace> traces) {
    List<SortedMap<String, String>> states =
        traces.stream().map(trace -> FinalState.flat(trace.finalState())).toList();
    Set<String> names = new HashSet<>();
    states.forEach(state -> names.addAll(state.keySet()));
    names.removeIf(
        name ->
            states.stream()
                .allMatch(state -> Objects.equals(state.get(name), states.get(0).get(name))));
    return names;
  }
}
