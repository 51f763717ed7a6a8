// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.verb.JsonPatch;
import io.kruise.rollouts.client.internal.verb.Move;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.ProgressingReason;
import java.util.Optional;

/** Holds the Rollout, or lets it go on. Source: upstream rollout_progressing.go, InRolling. */
final class HoldVerb extends BoundVerb {
  private final boolean hold;

  private HoldVerb(
      RolloutRef ref, ReleaseMatch release, Preconditions.Deed deed, String name, boolean hold) {
    super(ref, release, deed, name);
    this.hold = hold;
  }

  static HoldVerb pause(RolloutRef ref, ReleaseMatch release) {
    return new HoldVerb(ref, release, Preconditions.Deed.PAUSE, "the pause", true);
  }

  static HoldVerb resume(RolloutRef ref, ReleaseMatch release) {
    return new HoldVerb(ref, release, Preconditions.Deed.RESUME, "the resumption", false);
  }

  @Override
  Move<RolloutView> applied(RolloutView view) {
    if (view.held() != hold) {
      return new Move.Write<>(
          Move.Target.ROLLOUT,
          JsonPatch.on(view.uid()).set("/spec/strategy/paused", hold).operations());
    }
    boolean holds = view.progressing().equals(Optional.of(ProgressingReason.PAUSED));
    return holds == hold
        ? new Move.Done<>(view)
        : new Move.Wait<>(hold ? "the controller to hold" : "the controller to go on");
  }
}
