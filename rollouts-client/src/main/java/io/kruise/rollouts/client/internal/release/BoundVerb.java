// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.Refusal;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.VerbRefusedException;
import io.kruise.rollouts.client.internal.verb.Move;
import io.kruise.rollouts.client.internal.verb.Sight;
import io.kruise.rollouts.client.internal.verb.Verb;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepReadiness;
import java.util.Optional;

/** A verb on a walking release: refused by the table where the release doesn't walk. */
abstract class BoundVerb implements Verb<RolloutView> {
  private final RolloutRef ref;
  private final ReleaseMatch release;
  private final Preconditions.Deed deed;
  private final String name;

  BoundVerb(RolloutRef ref, ReleaseMatch release, Preconditions.Deed deed, String name) {
    this.ref = ref;
    this.release = release;
    this.deed = deed;
    this.name = name;
  }

  @Override
  public final Move<RolloutView> next(Sight sight) {
    if (sight.gone()) {
      return new Move.Refuse<>(new RolloutNotFoundException(ref));
    }
    StepReadiness standing = Preconditions.judge(sight, release);
    boolean held =
        sight.work().isPresent()
            && sight.work().get().rolloutId().equals(release.rolloutId())
            && sight.work().get().isHeldBy(ref.name());
    Optional<Refusal> refusal = Preconditions.refusal(deed, standing, held);
    return refusal.isPresent()
        ? refuse(refusal.get(), standing.explanation())
        : applied(sight.view());
  }

  /** What to do where it applies. */
  abstract Move<RolloutView> applied(RolloutView view);

  final Move<RolloutView> refuse(Refusal refusal, String seen) {
    return new Move.Refuse<>(new VerbRefusedException(ref, name, refusal, seen));
  }

  @Override
  public final boolean needsWorkload() {
    return true;
  }

  @Override
  public final String toString() {
    return name;
  }
}
