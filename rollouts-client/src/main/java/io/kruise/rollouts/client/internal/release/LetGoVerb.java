// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.Refusal;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.VerbRefusedException;
import io.kruise.rollouts.client.internal.verb.JsonPatch;
import io.kruise.rollouts.client.internal.verb.Move;
import io.kruise.rollouts.client.internal.verb.Sight;
import io.kruise.rollouts.client.internal.verb.Verb;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.release.MidRelease;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets go of the workload: disables the Rollout, or deletes it. In the middle of a release the
 * controller then promotes the new version (measured), so that is refused unless wanted. While a
 * release initialises there is nothing that it would undo, and the workload that the webhook
 * stopped stays so for ever (measured, v0.6.2): so the beginning is waited for, and where that
 * comes too late, the stop is taken away here.
 */
final class LetGoVerb implements Verb<RolloutView> {
  private static final Duration INITIALIZING = Duration.ofSeconds(15);

  private final RolloutRef ref;
  private final boolean delete;
  private final MidRelease midRelease;

  private LetGoVerb(RolloutRef ref, boolean delete, MidRelease midRelease) {
    this.ref = ref;
    this.delete = delete;
    this.midRelease = midRelease;
  }

  static LetGoVerb disable(RolloutRef ref, MidRelease midRelease) {
    return new LetGoVerb(ref, false, midRelease);
  }

  static LetGoVerb delete(RolloutRef ref, MidRelease midRelease) {
    return new LetGoVerb(ref, true, midRelease);
  }

  @Override
  public Move<RolloutView> next(Sight sight) {
    RolloutView view = sight.view();
    if (isDone(sight)) {
      return leftStopped(sight)
          .<Move<RolloutView>>map(Stops::free)
          .orElseGet(() -> new Move.Done<>(view));
    }
    if (sight.gone()) {
      return new Move.Refuse<>(new RolloutNotFoundException(ref));
    }
    if (delete ? view.deleting() : view.disabled()) {
      return new Move.Wait<>("the controller to let go of the workload");
    }
    boolean releasing =
        view.phase() == RolloutPhase.PROGRESSING
            || sight.work().filter(workload -> workload.isHeldBy(ref.name())).isPresent();
    if (releasing && midRelease == MidRelease.REFUSE) {
      return new Move.Refuse<>(
          new VerbRefusedException(ref, toString(), Refusal.WOULD_PROMOTE, view.summary()));
    }
    boolean begins = view.phase() == RolloutPhase.HEALTHY || hasTakenNothing(view);
    if (releasing && begins && !view.held() && sight.begun().compareTo(INITIALIZING) < 0) {
      return new Move.Wait<>("the release to begin: until then the workload would stay paused");
    }
    return delete ? new Move.Delete<>(view.uid()) : write(view);
  }

  private boolean isDone(Sight sight) {
    return delete ? sight.gone() : !sight.gone() && isDisabled(sight.view());
  }

  private static boolean isDisabled(RolloutView view) {
    return view.disabled() && view.specObserved() && view.phase() == RolloutPhase.DISABLED;
  }

  /**
   * The status keeps what it said in the moment in which the controller let go. A stop that is
   * somebody else's wish is left alone.
   */
  private Optional<WorkloadView> leftStopped(Sight sight) {
    boolean midRelease = sight.writes() > 0 && sight.view().succeeded().isEmpty();
    return sight
        .work()
        .filter(workload -> midRelease || hasTakenNothing(sight.view()))
        .filter(workload -> workload.stop().isPresent() && !workload.isHeldBy(ref.name()));
  }

  private static Move<RolloutView> write(RolloutView view) {
    return new Move.Write<>(
        Move.Target.ROLLOUT, JsonPatch.on(view.uid()).set("/spec/disabled", true).operations());
  }

  /** Whether there is no BatchRelease yet, with which the workload would be given back. */
  private static boolean hasTakenNothing(RolloutView view) {
    return view.progressing().equals(Optional.of(ProgressingReason.INITIALIZING))
        || view.position().is(1, StepState.BEFORE_STEP_UPGRADE);
  }

  @Override
  public boolean needsWorkload() {
    return true;
  }

  @Override
  public String toString() {
    return delete ? "the deletion" : "the disabling";
  }
}
