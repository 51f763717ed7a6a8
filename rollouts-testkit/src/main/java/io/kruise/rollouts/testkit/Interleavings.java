// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.explore.Bench;
import io.kruise.rollouts.testkit.internal.explore.Replay;
import io.kruise.rollouts.testkit.internal.explore.Search;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All orders in which a few actors and the controllers can meet, from one state of a cluster on. A
 * request is one move, and so is each event that an actor hears from a watch, each of its timers,
 * and each pass of a controller; a pass of the Rollout controller is two, as upstream reads at its
 * beginning and writes its whole status at its end (what comes in between, it overwrites).
 *
 * <p>The obvious order is that who acts goes on until it waits, then the next one, the controllers
 * last. Tried are all orders that depart from it in at most so many choices: first in none, then in
 * one, and so on.
 *
 * <pre>{@code
 * Interleavings.from(kruise)
 *     .actor("approver", actor -> rollouts(actor).approveAsync(ApproveOptions.step(1)))
 *     .actor("second approver", actor -> rollouts(actor).approveAsync(ApproveOptions.step(1)))
 *     .check(run -> assertThat(run.rollout("demo").getStatus().getCurrentStepIndex()).isEqualTo(2))
 *     .explore(2);
 * }</pre>
 *
 * <p>When a check fails, the schedule is in the failure's message, in a form that {@link #replay}
 * takes. Immutable; each verb returns a copy.
 */
public final class Interleavings {
  private static final Duration SETTLE = Duration.ofSeconds(30);

  private final Cluster.Snapshot start;
  private final Instant startTime;
  private final PodBehaviors pods;
  private final Map<String, Function<Actor, CompletableFuture<?>>> actors;
  private final Duration settle;
  private final Consumer<ScheduledRun> check;

  private Interleavings(
      Cluster.Snapshot start,
      Instant startTime,
      PodBehaviors pods,
      Map<String, Function<Actor, CompletableFuture<?>>> actors,
      Duration settle,
      Consumer<ScheduledRun> check) {
    this.start = start;
    this.startTime = startTime;
    this.pods = pods;
    this.actors = actors;
    this.settle = settle;
    this.check = check;
  }

  /**
   * From the state that a cluster is in now. The cluster itself is left as it is.
   *
   * @param kruise started with virtual time
   * @return without actors
   * @throws IllegalStateException when its time passes by itself
   */
  public static Interleavings from(FakeKruise kruise) {
    kruise.clock();
    return new Interleavings(
        kruise.cluster().snapshot(), kruise.now(), kruise.pods(), Map.of(), SETTLE, run -> {});
  }

  /**
   * With one actor more.
   *
   * @param name its name in schedules
   * @param work begins what it does, anew in each run; must not block
   * @return a copy
   * @throws IllegalArgumentException when there is one of this name
   */
  public Interleavings actor(String name, Function<Actor, CompletableFuture<?>> work) {
    Map<String, Function<Actor, CompletableFuture<?>>> more = new LinkedHashMap<>(actors);
    if (more.put(requireNonNull(name, "name"), requireNonNull(work, "work")) != null) {
      throw new IllegalArgumentException("there is an actor " + name + " already");
    }
    return new Interleavings(start, startTime, pods, more, settle, check);
  }

  /**
   * How long the cluster goes on by itself when all actors are done, before the run is checked.
   *
   * @param time of the cluster's; 30 seconds unless told
   * @return a copy
   */
  public Interleavings settle(Duration time) {
    return new Interleavings(start, startTime, pods, actors, requireNonNull(time, "time"), check);
  }

  /**
   * With what has to hold after each run.
   *
   * @param rule throws when it does not
   * @return a copy
   */
  public Interleavings check(Consumer<ScheduledRun> rule) {
    return new Interleavings(
        start, startTime, pods, actors, settle, check.andThen(requireNonNull(rule, "rule")));
  }

  /**
   * Tries all schedules that depart from the obvious one.
   *
   * @param departures in how many choices at most
   * @return what was tried
   * @throws ScheduleFailedException with the first schedule after which a check failed, or that did
   *     not come to an end
   */
  public Exploration explore(int departures) {
    return explore(departures, () -> true);
  }

  /**
   * Tries all schedules with no departure, with one, with two and so on, as far as a time of the
   * wall clock reaches.
   *
   * @param within how long
   * @return what was tried
   * @throws ScheduleFailedException as {@link #explore(int)} does
   */
  public Exploration explore(Duration within) {
    long end = System.nanoTime() + within.toNanos();
    BooleanSupplier goOn = () -> System.nanoTime() < end;
    Exploration done = explore(0, goOn);
    long tried = done.schedules();
    while (done.complete() && goOn.getAsBoolean()) {
      Exploration next = explore(done.departures() + 1, goOn);
      tried += next.schedules();
      if (!next.complete() || next.schedules() == done.schedules()) {
        break;
      }
      done = next;
    }
    return new Exploration(done.schedules(), done.departures(), done.complete(), tried);
  }

  private Exploration explore(int departures, BooleanSupplier goOn) {
    Search search = new Search(departures);
    long schedules = 0;
    try (Bench bench = bench()) {
      do {
        search.begin();
        Bench.Result result = bench.run(search, settle);
        schedules++;
        checked(result);
        if (!goOn.getAsBoolean()) {
          return new Exploration(schedules, departures, false, schedules);
        }
      } while (search.next());
    }
    return new Exploration(schedules, departures, true, schedules);
  }

  /**
   * Makes one run again.
   *
   * @param schedule as a failure's message has it: a move a line
   * @return what it led to; the checks are not asked
   * @throws IllegalArgumentException when what it says can't happen there
   */
  public ScheduledRun replay(String schedule) {
    try (Bench bench = bench()) {
      Bench.Result result = bench.run(new Replay(schedule), settle);
      return new ScheduledRun(result);
    }
  }

  private Bench bench() {
    Map<String, Bench.Work> works = new LinkedHashMap<>();
    actors.forEach(
        (name, work) -> works.put(name, (client, clock) -> work.apply(new Actor(client, clock))));
    return new Bench(start, startTime, pods, works);
  }

  private void checked(Bench.Result result) {
    ScheduledRun run = new ScheduledRun(result);
    if (result.stuck() != null) {
      throw new ScheduleFailedException(
          run.schedule(), "it came to no end: " + result.stuck(), null);
    }
    try {
      check.accept(run);
    } catch (RuntimeException | AssertionError e) {
      throw new ScheduleFailedException(run.schedule(), String.valueOf(e.getMessage()), e);
    }
  }
}
