// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.engine;

import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be reconciled when, as controller-runtime's work queues do it: a change wakes an object
 * at once, once however many changes there were; a recheck wakes it at its time besides; errors are
 * repeated after growing delays. Deterministic: passes run one after the other, by their time, then
 * by the order in which they were asked for. Not thread-safe: the cluster's lock guards it.
 */
public final class ControlLoop {
  private static final Duration FIRST_RETRY = Duration.ofMillis(5);
  private static final Duration LAST_RETRY = Duration.ofSeconds(1000);

  /** Carries out what a controller wants. */
  @FunctionalInterface
  public interface Hands {
    /**
     * One write.
     *
     * @param source the controller's name
     * @param effect the write
     * @param now the cluster's time
     * @throws RefusedException when the API server refuses it
     */
    void carryOut(String source, Effect effect, Instant now);
  }

  /** The API server refused a controller's write. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;

    /**
     * With its reason.
     *
     * @param message what the API server said
     */
    public RefusedException(String message) {
      super(message);
      text = message;
    }

    @Override
    public String getMessage() {
      return text;
    }
  }

  private record Key(int controller, ObjectRef ref) {}

  private record Due(Instant at, long order, Key key, boolean delayed) {}

  private final List<Controller> controllers;
  private final Memory world;
  private final Hands hands;
  private final History history;
  private final Duration reaction;
  private final TreeSet<Due> queue =
      new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::order));
  private final Map<Key, Due> woken = new HashMap<>();
  private final Map<Key, Due> delayed = new HashMap<>();
  private final Map<Key, Integer> failures = new HashMap<>();
  private long order;

  /**
   * A loop with nothing to do.
   *
   * @param controllers whom it runs
   * @param world what they see
   * @param hands carries out what they want
   * @param history where each pass that did something is noted
   * @param reaction how long a controller takes to react to a change; above zero, so that chains of
   *     passes move the time on
   */
  public ControlLoop(
      List<Controller> controllers, World world, Hands hands, History history, Duration reaction) {
    this.controllers = List.copyOf(controllers);
    this.world = new Memory(world);
    this.hands = hands;
    this.history = history;
    this.reaction = reaction;
  }

  /**
   * Wakes whom a change concerns.
   *
   * @param change the write
   * @param now the cluster's time
   */
  public void onChange(Change change, Instant now) {
    for (int i = 0; i < controllers.size(); i++) {
      for (ObjectRef ref : controllers.get(i).concerns(change, world)) {
        wake(new Key(i, ref), now.plus(reaction));
      }
    }
  }

  /**
   * The process with some of the controllers ends, and starts again later. What they remembered is
   * lost, and how often they failed; what they wanted to look at after the start they look at when
   * it starts, as all objects are listed then. Nobody else remembers anything.
   *
   * @param whose the process's controllers
   * @param start when it starts again
   */
  public void restart(Predicate<? super Controller> whose, Instant start) {
    world.forget();
    failures.keySet().removeIf(key -> whose.test(controllers.get(key.controller())));
    for (Due due : List.copyOf(queue)) {
      if (due.delayed() && whose.test(controllers.get(due.key().controller()))) {
        later(due.key(), start);
      }
    }
  }

  /**
   * When the next pass is due.
   *
   * @return its time; empty when there is nothing to do
   */
  public Optional<Instant> nextDue() {
    return queue.isEmpty() ? Optional.empty() : Optional.of(queue.first().at());
  }

  /**
   * Runs the first pass that is due.
   *
   * @param now the cluster's time
   * @return whether there was one
   * @throws IllegalStateException when a controller came upon what can't be; it will be asked again
   */
  public boolean runNext(Instant now) {
    Optional<OpenPass> pass = beginNext(now);
    pass.ifPresent(open -> open.end().accept(now));
    return pass.isPresent();
  }

  /**
   * What the first pass that is due is about.
   *
   * @param now the cluster's time
   * @return such as "rollout-controller"; empty when none is due
   */
  public Optional<String> nextController(Instant now) {
    return queue.isEmpty() || queue.first().at().isAfter(now)
        ? Optional.empty()
        : Optional.of(controllers.get(queue.first().key().controller()).name());
  }

  /**
   * Begins the first pass that is due: the controller has read what it wanted to, and decided.
   *
   * @param now the cluster's time
   * @return the open pass, to be finished before another one on the same object begins; empty when
   *     none is due
   * @throws IllegalStateException when a controller came upon what can't be; it will be asked again
   */
  public Optional<OpenPass> beginNext(Instant now) {
    if (queue.isEmpty() || queue.first().at().isAfter(now)) {
      return Optional.empty();
    }
    Due due = queue.first();
    queue.remove(due);
    (due.delayed() ? delayed : woken).remove(due.key());
    Step step = decided(due.key(), now);
    return Optional.of(
        new OpenPass(step.effects().isEmpty(), then -> carryOut(due.key(), step, then)));
  }

  /**
   * A pass that has decided what to write, and has not written it yet.
   *
   * @param idle whether it writes nothing
   * @param end writes, at a time
   */
  public record OpenPass(boolean idle, Consumer<Instant> end) {}

  private Step decided(Key key, Instant now) {
    Controller controller = controllers.get(key.controller());
    try {
      return controller.reconcile(key.ref(), world, now);
    } catch (RuntimeException e) {
      retry(key, now);
      throw new IllegalStateException(
          controller.name() + " failed on " + key.ref() + "; before that:\n" + history.tail(), e);
    }
  }

  private void carryOut(Key key, Step step, Instant now) {
    Controller controller = controllers.get(key.controller());
    @Nullable String trouble = step.trouble().orElse(null);
    for (Effect effect : step.effects()) {
      try {
        carryOut(controller, effect, now);
        history.note(now, controller.name(), key.ref(), effect);
      } catch (RefusedException e) {
        trouble = e.getMessage();
        break;
      }
    }
    if (trouble != null) {
      history.trouble(now, controller.name(), key.ref(), trouble);
      retry(key, now);
    } else {
      failures.remove(key);
      step.recheckAfter()
          .ifPresent(
              after -> later(key, now.plus(after.compareTo(reaction) < 0 ? reaction : after)));
    }
  }

  private void retry(Key key, Instant now) {
    later(key, now.plus(backoff(failures.merge(key, 1, Integer::sum))));
  }

  private void carryOut(Controller controller, Effect effect, Instant now) {
    if (effect instanceof Effect.Remember note) {
      world.keep(note);
    } else {
      hands.carryOut(controller.name(), effect, now);
    }
  }

  /**
   * Who is to be asked when, and what is remembered.
   *
   * @return a copy, for {@link #restore}
   */
  public Snapshot snapshot() {
    return new Snapshot(this);
  }

  /**
   * Does what was to be done then, and nothing else.
   *
   * @param then of this loop, or of another one with the same controllers
   */
  public void restore(Snapshot then) {
    queue.clear();
    woken.clear();
    delayed.clear();
    failures.clear();
    queue.addAll(then.queue);
    woken.putAll(then.woken);
    delayed.putAll(then.delayed);
    failures.putAll(then.failures);
    order = then.order;
    world.restore(then.times);
  }

  /** The state of a loop at a moment. Immutable. */
  public static final class Snapshot {
    private final List<Due> queue;
    private final Map<Key, Due> woken;
    private final Map<Key, Due> delayed;
    private final Map<Key, Integer> failures;
    private final Map<String, Instant> times;
    private final long order;

    private Snapshot(ControlLoop loop) {
      queue = List.copyOf(loop.queue);
      woken = Map.copyOf(loop.woken);
      delayed = Map.copyOf(loop.delayed);
      failures = Map.copyOf(loop.failures);
      times = loop.world.times();
      order = loop.order;
    }
  }

  private static Duration backoff(int failed) {
    Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(failed - 1, 20));
    return delay.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : delay;
  }

  private void wake(Key key, Instant at) {
    if (!woken.containsKey(key)) {
      Due due = new Due(at, order++, key, false);
      woken.put(key, due);
      queue.add(due);
    }
  }

  private void later(Key key, Instant at) {
    Due before = delayed.get(key);
    if (before != null) {
      if (!at.isBefore(before.at())) {
        return;
      }
      queue.remove(before);
    }
    Due due = new Due(at, order++, key, true);
    delayed.put(key, due);
    queue.add(due);
  }
}
