// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.explore;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.testkit.TestClock;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.direct.DirectClient;
import io.kruise.rollouts.testkit.internal.direct.Lanes;
import io.kruise.rollouts.testkit.internal.weather.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One actor's way to the cluster. What is under way waits here until the run picks it; what the
 * actor itself has to do is done at once. Confined to the run's thread.
 */
final class Client implements Lanes, TestClock {
  private record Waiting(Move move, Runnable arrival) {}

  private record Due(Instant at, long order, Runnable task) {}

  private static final String TIMER = "timer";

  private final String name;
  private final Bench.Work errand;
  private final SteppedTime time;
  private final KubernetesClient kubernetes;
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<Waiting> requests = new ArrayList<>();
  private final Deque<Waiting> events = new ArrayDeque<>();
  private final TreeSet<Due> timers =
      new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::order));
  private final Map<String, Integer> numbers = new HashMap<>();
  private long order;

  /** Whose thread this run is on. */
  private Thread owner = Thread.currentThread();

  Client(String name, Bench.Work errand, SteppedTime time, ApiServer api) {
    this.name = name;
    this.errand = errand;
    this.time = time;
    kubernetes = DirectClient.of(Gate.open(api), this);
  }

  /** Begins what the actor does. */
  CompletableFuture<?> begin() {
    return errand.apply(kubernetes, this);
  }

  /** Forgets all that was under way. */
  void reset() {
    owner = Thread.currentThread();
    work.clear();
    requests.clear();
    events.clear();
    timers.clear();
    numbers.clear();
    order = 0;
  }

  /** Does all that the actor has to do by itself. */
  void workOn() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  /** What could happen next on this actor's lines. */
  List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    requests.forEach(each -> moves.add(each.move()));
    if (!events.isEmpty()) {
      moves.add(events.getFirst().move());
    }
    return moves;
  }

  /** When the actor wants to go on by itself; null for never. */
  @Nullable Instant nextTimer() {
    return timers.isEmpty() ? null : timers.first().at();
  }

  Move timerMove() {
    return new Move(name, name, TIMER, numbers.getOrDefault(TIMER, 0), false);
  }

  /** Lets it happen; returns whether it was one of this actor's. */
  boolean perform(Move move) {
    if (!move.actor().equals(name)) {
      return false;
    }
    if (move.what().equals(TIMER)) {
      numbers.merge(TIMER, 1, Integer::sum);
      Due due = timers.pollFirst();
      if (due != null) {
        time.moveTo(due.at());
        due.task().run();
      }
      return true;
    }
    if (!events.isEmpty() && events.getFirst().move().equals(move)) {
      events.removeFirst().arrival().run();
      return true;
    }
    for (Waiting each : requests) {
      if (each.move().equals(move)) {
        requests.remove(each);
        each.arrival().run();
        return true;
      }
    }
    return false;
  }

  private Move move(String what, boolean local) {
    return new Move(name, name, what, numbers.merge(what, 1, Integer::sum), local);
  }

  /**
   * Whether it is the run that calls. fabric8 gives up requests by a timer of its own, ten seconds
   * of the wall clock later: what an earlier run left behind wakes up then, on another thread.
   */
  private boolean inRun() {
    return Thread.currentThread().equals(owner);
  }

  @Override
  public void request(ApiRequest request, Runnable arrival) {
    if (!inRun()) {
      return;
    }
    boolean watch = ApiServer.isWatch(request);
    String path = request.path().substring(request.path().lastIndexOf("/v1") + 1);
    String what = (watch ? "WATCH" : request.method()) + " " + path;
    requests.add(new Waiting(move(what, false), arrival));
  }

  @Override
  public void event(Runnable arrival) {
    if (!inRun()) {
      return;
    }
    events.add(new Waiting(move("hears", true), arrival));
  }

  @Override
  public Executor work() {
    return task -> {
      if (inRun()) {
        work.add(task);
      }
    };
  }

  @Override
  public boolean mayBeWaitedFor() {
    return false;
  }

  @Override
  public void hold(CompletableFuture<?> answer, @Nullable Duration timeout, boolean waitedFor) {
    throw new IllegalStateException("nothing keeps an answer back here");
  }

  /** Makes the connection useless. */
  void disconnect() {
    kubernetes.close();
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    if (!inRun()) {
      return () -> {};
    }
    if (delay.isNegative() || delay.isZero()) {
      work.add(task);
      return () -> cancel(() -> work.remove(task));
    }
    Due due = new Due(now().plus(delay), order++, task);
    timers.add(due);
    return () -> cancel(() -> timers.remove(due));
  }

  private void cancel(Runnable removal) {
    if (inRun()) {
      removal.run();
    }
  }

  @Override
  public void advance(Duration by) {
    throw new IllegalStateException("an actor can't move the time: the schedule does");
  }

  @Override
  public <T extends @Nullable Object> T await(CompletableFuture<T> future) {
    throw new IllegalStateException(
        "an actor can't block: give the future to the interleavings, such as approveAsync()");
  }

  @Override
  public Hold hold() {
    throw new IllegalStateException("an actor can't hold the time: the schedule moves it");
  }
}
