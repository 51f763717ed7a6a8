// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.explore;

import java.util.List;

/** Chooses what a schedule says, and at its end the most obvious. Not thread-safe. */
public final class Replay implements Bench.Chooser {
  private final List<String> schedule;
  private int at;

  /**
   * Of a schedule.
   *
   * @param schedule a move a line
   */
  public Replay(String schedule) {
    this.schedule = schedule.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  @Override
  public Move choose(List<Move> moves) {
    if (at == schedule.size()) {
      return moves.get(0);
    }
    String wanted = schedule.get(at++);
    return moves.stream()
        .filter(move -> move.text().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "line "
                        + at
                        + ", \""
                        + wanted
                        + "\", can't happen there; what can is "
                        + moves.stream().map(Move::text).toList()));
  }
}
