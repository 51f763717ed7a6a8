// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.Refusal;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.VerbRefusedException;
import io.kruise.rollouts.client.internal.approve.ApprovePatches;
import io.kruise.rollouts.client.internal.verb.JsonPatch;
import io.kruise.rollouts.client.internal.verb.Move;
import io.kruise.rollouts.client.internal.verb.Sight;
import io.kruise.rollouts.client.internal.verb.Verb;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import java.time.Duration;
import java.util.Optional;

/**
 * Goes back to the revision before, from wherever the release stands.
 *
 * <p>The API has no such verb: the workload gets its old template, and the controller takes that
 * for a rollback or, when no old pod is left, for a release (measured). Before the release has
 * begun it would not notice, and walk all steps with the old version (measured): so that is waited
 * for. While the Rollout is held it sees nothing: so it is resumed, after the template is back.
 */
final class RollbackVerb implements Verb<Rollback> {
  /** It lasts 3 s, or for ever where the Rollout's Service or route is missing. */
  private static final Duration INITIALIZING = Duration.ofSeconds(15);

  private final RolloutRef ref;
  private final String rolloutId;
  private final Revision back;

  /**
   * A rollback.
   *
   * @param ref which Rollout
   * @param rolloutId of which release
   * @param back the revision to go back to
   */
  RollbackVerb(RolloutRef ref, String rolloutId, Revision back) {
    this.ref = ref;
    this.rolloutId = rolloutId;
    this.back = back;
  }

  @Override
  public Move<Rollback> next(Sight sight) {
    if (sight.gone()) {
      return new Move.Refuse<>(new RolloutNotFoundException(ref));
    }
    if (sight.work().isEmpty()) {
      return refuse(Refusal.WORKLOAD_NOT_FOUND, sight.view());
    }
    WorkloadView workload = sight.work().get();
    if (!workload.rolloutId().equals(Optional.of(rolloutId))) {
      return refuse(Refusal.OTHER_RELEASE, sight.view());
    }
    return Templates.same(workload.template(), back.template())
        ? afterwards(sight, workload)
        : before(sight, workload);
  }

  private Move<Rollback> before(Sight sight, WorkloadView workload) {
    RolloutView view = sight.view();
    boolean begins =
        view.isIn(ProgressingReason.INITIALIZING)
            || (view.phase() == RolloutPhase.HEALTHY && workload.isHeldBy(ref.name()));
    if (begins && sight.begun().compareTo(INITIALIZING) < 0) {
      return new Move.Wait<>("the release to begin: before that, its rollback would not be seen");
    }
    if (view.isIn(ProgressingReason.FINALISING) || view.isIn(ProgressingReason.COMPLETED)) {
      return new Move.Wait<>("the release to be completed: until then a change would escape");
    }
    return new Move.Write<>(
        Move.Target.WORKLOAD,
        JsonPatch.on(workload.uid())
            .test("/spec/template", workload.template())
            .setIn(
                "/metadata/annotations",
                workload.annotations(),
                Marks.ROLLBACK,
                Marks.rollback(rolloutId, back.name(), view.revision()))
            .set("/spec/template", back.template())
            .operations());
  }

  private Move<Rollback> afterwards(Sight sight, WorkloadView workload) {
    RolloutView view = sight.view();
    String from = Marks.rollback(workload, rolloutId).map(Marks.Begun::from).orElse("");
    if (view.phase() == RolloutPhase.PROGRESSING) {
      return isLeftStopped(view, workload) ? Stops.free(workload) : controlled(view, from);
    }
    if (workload.isHeldBy(ref.name()) && view.phase() == RolloutPhase.HEALTHY) {
      return new Move.Wait<>("the controller to notice");
    }
    // before the first step's BatchRelease has taken it over, nobody takes the webhook's stop away
    if (workload.stop().isPresent() && Marks.rollback(workload, rolloutId).isPresent()) {
      return Stops.free(workload);
    }
    return workload.atRest()
        ? new Move.Done<>(new Rollback(how(sight, from), back.name(), view, Optional.empty()))
        : new Move.Wait<>("the pods of " + workload + " to run the revision " + back.name());
  }

  /**
   * The webhook stops a CloneSet whenever its template changes, also back; at the end of a
   * blue-green release the controller gives it its old settings but for that, and waits in vain for
   * the pods (measured, v0.6.2; bluegreenstyle/cloneset/control.go, Finalize).
   */
  private boolean isLeftStopped(RolloutView view, WorkloadView workload) {
    return view.style() == RolloutView.Style.BLUE_GREEN
        && view.isIn(ProgressingReason.CANCELLING)
        && !workload.isDeployment()
        && workload.stop().isPresent()
        && !workload.isHeldBy(ref.name())
        && !workload.annotations().containsKey(RolloutAnnotations.CONTROL_INFO);
  }

  private Move<Rollback> controlled(RolloutView view, String from) {
    if (view.held()) {
      return new Move.Write<>(
          Move.Target.ROLLOUT,
          JsonPatch.on(view.uid()).set("/spec/strategy/paused", false).operations());
    }
    boolean walks =
        !from.isEmpty()
            && view.isIn(ProgressingReason.IN_ROLLING)
            && !view.revision().equals(from)
            && view.position().state() == StepState.STEP_PAUSED;
    return walks
        ? new Move.Write<>(Move.Target.ROLLOUT_STATUS, ApprovePatches.stepReady(view))
        : new Move.Wait<>("the controller to take it back");
  }

  private Rollback.How how(Sight sight, String from) {
    RolloutView view = sight.view();
    if (sight.writes() == 0 && from.isEmpty()) {
      return Rollback.How.ALREADY_BACK;
    }
    if (isLetGo(view)) {
      return Rollback.How.NATIVELY;
    }
    if (view.succeeded().equals(Optional.of(false))) {
      return Rollback.How.CANCELLED;
    }
    return view.revision().equals(from) ? Rollback.How.NATIVELY : Rollback.How.WALKED;
  }

  private static boolean isLetGo(RolloutView view) {
    return view.phase() == RolloutPhase.DISABLED
        || view.phase() == RolloutPhase.DISABLING
        || view.phase() == RolloutPhase.TERMINATING;
  }

  private Move<Rollback> refuse(Refusal refusal, RolloutView view) {
    return new Move.Refuse<>(new VerbRefusedException(ref, toString(), refusal, view.summary()));
  }

  @Override
  public boolean needsWorkload() {
    return true;
  }

  @Override
  public String toString() {
    return "the rollback of release " + rolloutId;
  }
}
