// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.ledger;

import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.follow.Flow;
import io.kruise.rollouts.client.internal.verb.JsonPatch;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Writes entries down: an annotation of the Rollout, and an Event. */
public final class Ledger {
  private Ledger() {}

  /**
   * Writes an entry down.
   *
   * @param flow runs it
   * @param api the calls
   * @param ref whose entry it is
   * @param entry what
   * @return why it could not be kept; empty when it was. The future never fails
   */
  public static CompletableFuture<Optional<String>> write(
      Flow flow, RolloutApi api, RolloutRef ref, Entry entry) {
    return flow.after(
        flow.then(
            api.get(ref),
            rollout ->
                flow.then(
                    api.patchSpec(ref, annotated(rollout, entry)),
                    written -> api.tell(entry.event(ref, rollout.getMetadata().getUid())))),
        told -> CompletableFuture.completedFuture(Optional.empty()),
        failure ->
            CompletableFuture.completedFuture(Optional.of(String.valueOf(failure.getMessage()))));
  }

  private static List<Map<String, Object>> annotated(Rollout rollout, Entry entry) {
    Map<String, String> known = rollout.getMetadata().getAnnotations();
    return JsonPatch.on(rollout.getMetadata().getUid())
        .setIn("/metadata/annotations", known == null ? Map.of() : known, entry.key(), entry.text())
        .operations();
  }
}
