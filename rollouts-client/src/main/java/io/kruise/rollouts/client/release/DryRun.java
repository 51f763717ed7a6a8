// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a release would begin with. Nothing was written.
 *
 * @param preflight what stands in the way; with something there, the API server was not asked
 * @param captured whether Kruise's webhook took the change for a release of this Rollout, when the
 *     API server was asked to make it without keeping it
 * @param changes what would change in the pod template, as the API server would keep it
 */
public record DryRun(Preflight preflight, boolean captured, List<FieldChange> changes) {

  /** Keeps a copy. */
  public DryRun {
    requireNonNull(preflight, "preflight");
    changes = List.copyOf(changes);
  }

  /** The verdict, and a line for each change. */
  @Override
  public String toString() {
    String verdict =
        captured
            ? "would be captured"
            : preflight.isClear()
                ? "would not be captured: the webhook did not take it for a release"
                : "would be refused: " + preflight;
    return changes.stream()
        .map(FieldChange::toString)
        .collect(Collectors.joining("\n  ", verdict + "\n  ", ""))
        .stripTrailing();
  }
}
