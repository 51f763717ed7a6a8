// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * Goes through all schedules that depart from the obvious one in at most so many choices. The
 * obvious one: who acts goes on until it waits, then the next in order, the controllers last. So a
 * single departure can hold a request back for as long as the controllers have work: most faults of
 * concurrency need very few (Musuvathi and Qadeer, Iterative Context Bounding, 2007). Where
 * somebody can do what touches nobody else, that is done, and there is no choice. Not thread-safe.
 */
public final class Search implements Bench.Chooser {
  private static final class Choice {
    final List<Move> moves;
    int chosen;

    Choice(List<Move> moves) {
      this.moves = moves;
    }
  }

  private final int departures;
  private final List<Choice> choices = new ArrayList<>();
  private String last = Move.CONTROLLERS;
  private int at;
  private int used;

  /**
   * A search.
   *
   * @param departures how many choices may be other than the obvious one
   */
  public Search(int departures) {
    this.departures = departures;
  }

  /** Begins a run. */
  public void begin() {
    at = 0;
    used = 0;
    last = Move.CONTROLLERS;
  }

  @Override
  public Move choose(List<Move> moves) {
    List<Move> ordered = inOrder(moves);
    Move chosen = ordered.get(0);
    if (ordered.size() > 1 && !chosen.local()) {
      if (at == choices.size()) {
        choices.add(new Choice(ordered));
      }
      Choice choice = choices.get(at++);
      chosen = choice.moves.get(choice.chosen);
      if (choice.chosen > 0) {
        used++;
      }
    }
    last = chosen.owner();
    return chosen;
  }

  /** What touches nobody else, then who acted last, then the others. */
  private List<Move> inOrder(List<Move> moves) {
    List<Move> ordered = new ArrayList<>();
    moves.stream().filter(Move::local).forEach(ordered::add);
    moves.stream().filter(move -> !move.local() && move.owner().equals(last)).forEach(ordered::add);
    moves.stream()
        .filter(move -> !move.local() && !move.owner().equals(last))
        .forEach(ordered::add);
    return ordered;
  }

  /**
   * Turns to the next schedule.
   *
   * @return false when there is none
   */
  public boolean next() {
    while (!choices.isEmpty()) {
      Choice deepest = choices.get(choices.size() - 1);
      int before = used - (deepest.chosen > 0 ? 1 : 0);
      if (before < departures && deepest.chosen + 1 < deepest.moves.size()) {
        deepest.chosen++;
        return true;
      }
      choices.remove(choices.size() - 1);
      used = before;
    }
    return false;
  }
}
