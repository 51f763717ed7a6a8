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
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.RolloutPhase;

/** Lets a disabled Rollout control its workload again, from the next release on. */
final class EnableVerb implements Verb<RolloutView> {
  private final RolloutRef ref;

  EnableVerb(RolloutRef ref) {
    this.ref = ref;
  }

  @Override
  public Move<RolloutView> next(Sight sight) {
    RolloutView view = sight.view();
    if (sight.gone()) {
      return new Move.Refuse<>(new RolloutNotFoundException(ref));
    }
    if (view.deleting()) {
      return new Move.Refuse<>(
          new VerbRefusedException(ref, toString(), Refusal.BEING_DELETED, view.summary()));
    }
    if (view.disabled()) {
      return new Move.Write<>(
          Move.Target.ROLLOUT, JsonPatch.on(view.uid()).set("/spec/disabled", false).operations());
    }
    boolean off = view.phase() == RolloutPhase.DISABLED || view.phase() == RolloutPhase.DISABLING;
    return off || !view.specObserved()
        ? new Move.Wait<>("the controller to take the workload up")
        : new Move.Done<>(view);
  }

  @Override
  public String toString() {
    return "the enabling";
  }
}
