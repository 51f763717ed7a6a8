// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The moments of a run, as the watches told of them. Used by one thread. */
final class Timeline {
  private final Scenario scenario;
  private final Plane plane;
  private final List<Moment> moments = new ArrayList<>(List.of(Moment.NOTHING));
  private List<Heard> heard = List.of();

  Timeline(Scenario scenario, Plane plane) {
    this.scenario = scenario;
    this.plane = plane;
  }

  private void refresh() {
    heard = plane.heard();
    while (moments.size() <= heard.size()) {
      moments.add(last().after(heard.get(moments.size() - 1), scenario));
    }
  }

  private Moment last() {
    return moments.get(moments.size() - 1);
  }

  /** How many writes were told of by now. */
  int size() {
    refresh();
    return heard.size();
  }

  List<Heard> writes() {
    refresh();
    return heard;
  }

  Moment now() {
    refresh();
    return last();
  }

  /** How things were after the first so many writes. */
  Moment after(int writes) {
    return moments.get(writes);
  }

  /** The newest revision among the first so many writes. */
  long revision(int writes) {
    return heard.stream().limit(writes).mapToLong(Heard::revision).max().orElse(0);
  }

  boolean knows(long revision) {
    return heard.stream().anyMatch(write -> write.revision() == revision);
  }

  boolean reached(long revision) {
    return writes().stream().anyMatch(write -> write.revision() >= revision);
  }

  /** The first write, from one on, that is not older than a position. */
  OptionalInt firstSince(double position, int from) {
    refresh();
    for (int i = from; i < heard.size(); i++) {
      if (heard.get(i).revision() >= position) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
