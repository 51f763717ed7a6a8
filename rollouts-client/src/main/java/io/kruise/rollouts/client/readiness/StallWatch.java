// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a step stands still that should be moving. Its clock runs while a step is at work, and
 * begins anew with each progress: another release, step or state, or more pods updated or ready
 * than ever before in it. It stands, and keeps what it has, while the step waits as planned: for an
 * approval, in a timed pause, while the whole Rollout is held, and while no release is under way.
 *
 * <p>Pods that become ready and unready again and again are no progress. Immutable: each reading
 * gives the next one. Nothing in it reads the time: the caller says what is now, and a time before
 * the last one counts as that one.
 */
public final class StallWatch {
  private final Duration bound;
  private final @Nullable Progress progress;
  private final Duration idle;
  private final Instant seenAt;
  private final boolean running;

  /** How far a step has come. */
  private record Progress(
      String uid, String revision, int step, String state, int updated, int ready) {

    static Progress of(RolloutView view) {
      return new Progress(
          view.uid(),
          view.revision(),
          view.position().stepIndex(),
          view.position().rawState(),
          view.updatedReplicas(),
          view.updatedReadyReplicas());
    }

    boolean samePlace(Progress other) {
      return uid.equals(other.uid)
          && revision.equals(other.revision)
          && step == other.step
          && state.equals(other.state);
    }

    boolean beyond(Progress before) {
      return !samePlace(before) || updated > before.updated || ready > before.ready;
    }

    Progress best(Progress before) {
      return new Progress(
          uid,
          revision,
          step,
          state,
          Math.max(updated, before.updated),
          Math.max(ready, before.ready));
    }
  }

  private StallWatch(
      Duration bound, @Nullable Progress progress, Duration idle, Instant seenAt, boolean running) {
    this.bound = bound;
    this.progress = progress;
    this.idle = idle;
    this.seenAt = seenAt;
    this.running = running;
  }

  /**
   * The watch before anything was seen; its clock stands.
   *
   * @param bound how long a step may stand still
   * @param now the present moment
   * @return the start
   * @throws IllegalArgumentException when the bound is not positive
   */
  public static StallWatch begin(Duration bound, Instant now) {
    if (requireNonNull(bound, "bound").isZero() || bound.isNegative()) {
      throw new IllegalArgumentException("the bound must be positive: " + bound);
    }
    return new StallWatch(bound, null, Duration.ZERO, requireNonNull(now, "now"), false);
  }

  /**
   * Takes in the next reading.
   *
   * @param view what was read
   * @param now the present moment
   * @return the watch that knows it
   */
  public StallWatch see(RolloutView view, Instant now) {
    Instant time = now.isBefore(seenAt) ? seenAt : now;
    Progress here = Progress.of(view);
    boolean moved = progress == null || here.beyond(progress);
    return new StallWatch(
        bound,
        progress == null || !here.samePlace(progress) ? here : here.best(progress),
        moved ? Duration.ZERO : idle(time),
        time,
        atWork(view));
  }

  private static boolean atWork(RolloutView view) {
    return view.phase() == RolloutPhase.PROGRESSING
        && view.progressing().filter(ProgressingReason.IN_ROLLING::equals).isPresent()
        && !view.held()
        && !waitsAsPlanned(view);
  }

  private static boolean waitsAsPlanned(RolloutView view) {
    int step = view.position().stepIndex();
    return view.position().state() == StepState.STEP_PAUSED && !view.passesByItself(step);
  }

  /**
   * For how long the step has stood still while it should be moving.
   *
   * @param now the present moment
   * @return zero right after a progress
   */
  public Duration idle(Instant now) {
    return running && now.isAfter(seenAt) ? idle.plus(Duration.between(seenAt, now)) : idle;
  }

  /**
   * Whether the bound is reached.
   *
   * @param now the present moment
   * @return true when the step has stood still for that long; false while it waits as planned
   */
  public boolean stalled(Instant now) {
    return running && idle(now).compareTo(bound) >= 0;
  }

  /**
   * When to look again: the moment at which the step counts as stalled, unless something is read
   * before.
   *
   * @return that moment; empty while the clock stands
   */
  public Optional<Instant> stalledAt() {
    return running ? Optional.of(seenAt.plus(bound.minus(idle))) : Optional.empty();
  }
}
