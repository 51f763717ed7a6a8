// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.explore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.TestClock;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.api.WatchEnding;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.cluster.KruiseCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One cluster on which runs are made, each from the same state and in an order of its own. Not
 * thread-safe: a run happens on its caller's thread alone.
 */
public final class Bench implements AutoCloseable {
  /** What an actor does, with its own client and its own view of the time. */
  public interface Work extends BiFunction<KubernetesClient, TestClock, CompletableFuture<?>> {}

  private static final Duration LONGEST_RUN = Duration.ofHours(1);
  private static final int MOST_MOVES = 5_000;

  private final SteppedTime time = new SteppedTime();
  private final Cluster cluster;
  private final Controllers controllers;
  private final ApiServer api;
  private final Cluster.Snapshot start;
  private final Instant startTime;
  private final Map<String, Client> clients = new LinkedHashMap<>();
  private final List<ObjectNode> rollouts = new ArrayList<>();

  /**
   * A bench.
   *
   * @param start where each run begins
   * @param startTime when each run begins
   * @param pods what pods do
   * @param works what each actor does, by its name
   */
  public Bench(
      Cluster.Snapshot start, Instant startTime, PodBehaviors pods, Map<String, Work> works) {
    this.start = start;
    this.startTime = startTime;
    cluster = KruiseCluster.on(time, pods);
    api = KruiseCluster.api(cluster);
    controllers = new Controllers(cluster, time);
    works.forEach((name, work) -> clients.put(name, new Client(name, work, time, api)));
    cluster
        .store()
        .listen(
            change -> {
              if (change.ref().kind().equals("Rollout")) {
                rollouts.add(change.after());
              }
            });
  }

  /** Picks what happens next. */
  public interface Chooser {
    /**
     * One choice of a run.
     *
     * @param moves what could happen, the most obvious first; at least one
     * @return which
     */
    Move choose(List<Move> moves);
  }

  /**
   * What a run led to.
   *
   * @param schedule what happened, in its order
   * @param results of the actors that came to an end, by their names
   * @param rollouts all versions of all Rollouts that were written, in their order
   * @param stuck why it did not come to an end; null when it did
   */
  public record Result(
      List<String> schedule,
      Map<String, CompletableFuture<?>> results,
      List<ObjectNode> rollouts,
      @Nullable String stuck) {}

  /**
   * Makes a run.
   *
   * @param chooser asked wherever there is a choice, and where there is none
   * @param settle how long the cluster goes on by itself when all actors are done
   * @return what it led to
   */
  public Result run(Chooser chooser, Duration settle) {
    begin();
    List<String> schedule = new ArrayList<>();
    Map<String, CompletableFuture<?>> results = new LinkedHashMap<>();
    clients.forEach((name, client) -> results.put(name, client.begin()));
    String stuck = null;
    workOn();
    while (results.values().stream().anyMatch(each -> !each.isDone())) {
      List<Move> moves = moves();
      if (moves.isEmpty()
          || schedule.size() > MOST_MOVES
          || time.now().isAfter(startTime.plus(LONGEST_RUN))) {
        stuck =
            "after " + schedule.size() + " moves, at " + time.now() + ", could happen: " + moves;
        break;
      }
      Move chosen = chooser.choose(moves);
      perform(chosen);
      schedule.add(chosen.text());
      workOn();
    }
    if (stuck == null) {
      settle(settle);
    }
    return new Result(List.copyOf(schedule), Map.copyOf(results), List.copyOf(rollouts), stuck);
  }

  private void begin() {
    controllers.reset();
    api.endWatches(WatchEnding.CLEAN);
    clients.values().forEach(Client::reset);
    time.set(startTime);
    cluster.restore(start);
    rollouts.clear();
  }

  /**
   * What could happen: what actors wait for first, as it comes at once; then what is due earliest.
   */
  private List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    clients.values().forEach(client -> moves.addAll(client.moves()));
    moves.addAll(controllers.moves());
    Instant due = controllers.nextDue();
    Client waker = null;
    Instant wake = null;
    for (Client client : clients.values()) {
      Instant timer = client.nextTimer();
      if (timer != null && (wake == null || timer.isBefore(wake))) {
        wake = timer;
        waker = client;
      }
    }
    boolean passOpen = !controllers.moves().isEmpty();
    if (due != null && (wake == null || !wake.isBefore(due))) {
      moves.add(controllers.dueMove(due));
    } else if (waker != null && wake != null && !(passOpen && wake.isAfter(time.now()))) {
      moves.add(waker.timerMove());
    }
    return moves;
  }

  private void perform(Move move) {
    for (Client client : clients.values()) {
      if (client.perform(move)) {
        return;
      }
    }
    if (!controllers.perform(move)) {
      throw new IllegalStateException("there is no way to do " + move.text());
    }
  }

  private void workOn() {
    clients.values().forEach(Client::workOn);
  }

  private void settle(Duration settle) {
    Instant end = time.now().plus(settle);
    for (Move last : controllers.moves()) {
      controllers.perform(last);
    }
    while (cluster.nextDue().filter(due -> !due.isAfter(end)).isPresent()) {
      cluster.nextDue().ifPresent(time::moveTo);
      cluster.runNext();
    }
    time.moveTo(end);
  }

  @Override
  public void close() {
    clients.values().forEach(Client::disconnect);
  }
}
