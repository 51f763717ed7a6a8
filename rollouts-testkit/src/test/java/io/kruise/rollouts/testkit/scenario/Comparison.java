// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a run did what the real controller does: every path between the actions, in order,
 * optional ones or not; the codes of the answers; the outcome of the waits; the final state.
 */
public final class Comparison {
  private final Golden golden;
  private final Trace trace;
  private final boolean texts;
  private final boolean busy;
  private final List<String> differences = new ArrayList<>();

  private Comparison(Golden golden, Trace trace, boolean texts, boolean busy) {
    this.golden = golden;
    this.trace = trace;
    this.texts = texts;
    this.busy = busy;
  }

  /**
   * Compares all: messages, too.
   *
   * @param golden what the real controller did
   * @param trace the run
   * @return the differences, the first one first
   */
  public static List<String> exact(Golden golden, Trace trace) {
    return new Comparison(golden, trace, true, false).differences();
  }

  /**
   * Compares all but messages.
   *
   * @param golden what the real controller did
   * @param trace the run
   * @return the differences, the first one first
   */
  public static List<String> usual(Golden golden, Trace trace) {
    return new Comparison(golden, trace, false, false).differences();
  }

  /**
   * Compares all but messages, and forgives what only a busy machine causes.
   *
   * @param golden what the real controller did
   * @param trace a run on the real control plane
   * @return the differences, the first one first
   */
  public static List<String> onBusyMachine(Golden golden, Trace trace) {
    return new Comparison(golden, trace, false, true).differences();
  }

  private List<String> differences() {
    if (trace.failure() != null) {
      differences.add("the run failed: " + trace.failure());
    }
    int actions = Math.max(golden.segments().size(), trace.segments().size());
    for (int i = 0; i < actions; i++) {
      if (i >= golden.segments().size() || i >= trace.segments().size()) {
        differences.add(
            "%d actions, not %d"
                .formatted(trace.segments().size() - 1, golden.segments().size() - 1));
        break;
      }
      segment(i, golden.segments().get(i), trace.segments().get(i));
    }
    waits();
    finalState();
    return differences;
  }

  private void segment(int index, Segment wanted, Segment got) {
    String where = "after action " + index + " " + got.action();
    if (!wanted.verb().equals(got.verb())) {
      differences.add(where + ": the golden has " + wanted.action());
      return;
    }
    result(where, wanted, got);
    List<Block> blocks = wanted.blocks();
    List<Block> seen = got.blocks();
    if (busy) {
      blocks =
          blocks.stream()
              .map(block -> block.path().isSkippedWhenBusy() ? block.orMissing() : block)
              .toList();
      seen = got.withoutOverwrittenApprovals();
    }
    Optional<String> path = PathMatcher.firstDifference(blocks, seen);
    path.ifPresent(difference -> differences.add(where + ": " + difference));
    if (texts && path.isEmpty()) {
      messages(where, wanted, got);
    }
  }

  private void result(String where, Segment wanted, Segment got) {
    Result expected = wanted.result();
    Result result = got.result();
    if (expected == null || result == null) {
      return;
    }
    boolean sameText = expected.message().isEmpty() || expected.message().equals(result.message());
    if (expected.code() != result.code() || (texts && !sameText)) {
      differences.add(where + ": answered " + result + "\n    expected " + expected);
    }
  }

  private void messages(String where, Segment wanted, Segment got) {
    for (Block block : got.blocks()) {
      Set<String> allowed =
          wanted.blocks().stream()
              .filter(each -> each.path().equals(block.path()))
              .flatMap(each -> each.messages().stream())
              .collect(Collectors.toSet());
      block.messages().stream()
          .filter(message -> !allowed.isEmpty() && !allowed.contains(message))
          .findFirst()
          .ifPresent(
              message ->
                  differences.add(
                      "%s: in %s the message \"%s\"\n    expected one of %s"
                          .formatted(where, block.path(), message, new TreeSet<>(allowed))));
    }
  }

  private void waits() {
    if (golden.waitsDiffer()) {
      return;
    }
    for (int i = 0; i < Math.min(golden.waits().size(), trace.waits().size()); i++) {
      Wait wanted = golden.waits().get(i);
      Wait got = trace.waits().get(i);
      if (!wanted.sameAs(got)) {
        differences.add(
            "wait %d %s: %s\n    expected %s"
                .formatted(i + 1, got.action(), got.held(), wanted.held()));
        return;
      }
    }
  }

  private void finalState() {
    SortedMap<String, String> wanted = FinalState.flat(golden.finalState());
    SortedMap<String, String> got = FinalState.flat(trace.finalState());
    Set<String> names = new TreeSet<>(wanted.keySet());
    names.addAll(got.keySet());
    names.removeAll(golden.finalDiffers());
    for (String name : names) {
      if (!Objects.equals(wanted.get(name), got.get(name))) {
        differences.add(
            "at the end %s is %s\n    expected %s"
                .formatted(name, got.get(name), wanted.get(name)));
      }
    }
  }
}
