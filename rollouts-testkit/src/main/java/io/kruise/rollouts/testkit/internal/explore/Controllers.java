// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.explore;

import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.engine.ControlLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's part of a run. A pass of the Rollout controller is two moves, since upstream reads
 * at its beginning and puts its whole status over what is there at its end; passes of others are
 * one. Confined to the run's thread.
 */
final class Controllers {
  private static final String SPLIT = "rollout-controller";

  private final Cluster cluster;
  private final SteppedTime time;
  private final Map<String, Integer> numbers = new HashMap<>();
  private ControlLoop.@Nullable OpenPass open;

  Controllers(Cluster cluster, SteppedTime time) {
    this.cluster = cluster;
    this.time = time;
  }

  void reset() {
    open = null;
    numbers.clear();
  }

  /** When a pass is due next; null for never, or for not before the open one is finished. */
  @Nullable Instant nextDue() {
    Instant due = cluster.nextDue().orElse(null);
    if (open == null || due == null) {
      return due;
    }
    boolean another = !due.isAfter(time.now()) && !SPLIT.equals(nextName(time.now()));
    return another ? due : null;
  }

  /** What could happen next, but for what is due. */
  List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    if (open != null) {
      moves.add(move(SPLIT, "writes", "writes"));
    }
    return moves;
  }

  /** The pass that is due next, at its time. */
  Move dueMove(Instant at) {
    String name = nextName(at);
    return SPLIT.equals(name) ? move(SPLIT, "reads", "reads") : move(name, "passes", name);
  }

  private Move move(String actor, String what, String counted) {
    return new Move(actor, Move.CONTROLLERS, what, numbers.getOrDefault(counted, 0), false);
  }

  private String nextName(Instant at) {
    Instant when = at.isBefore(time.now()) ? time.now() : at;
    return cluster.loop().nextController(when).orElse("");
  }

  /** Lets it happen; returns whether it was one of these. */
  boolean perform(Move move) {
    if (move.actor().equals(SPLIT) && move.what().equals("writes") && open != null) {
      numbers.merge("writes", 1, Integer::sum);
      ControlLoop.OpenPass pass = open;
      open = null;
      synchronized (cluster) {
        pass.end().accept(time.now());
      }
      return true;
    }
    if (!move.owner().equals(Move.CONTROLLERS)) {
      return false;
    }
    cluster.nextDue().ifPresent(time::moveTo);
    synchronized (cluster) {
      if (move.actor().equals(SPLIT)) {
        numbers.merge("reads", 1, Integer::sum);
        Optional<ControlLoop.OpenPass> begun = cluster.loop().beginNext(time.now());
        begun.ifPresent(this::begun);
      } else {
        numbers.merge(move.actor(), 1, Integer::sum);
        cluster.runNext();
      }
    }
    return true;
  }

  /** A pass that writes nothing is over with its reading. */
  private void begun(ControlLoop.OpenPass pass) {
    if (pass.idle()) {
      pass.end().accept(time.now());
    } else {
      open = pass;
    }
  }
}
