// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static java.util.Objects.requireNonNull;

/**
 * What becomes of an edit of the Rollout in the middle of a release.
 *
 * @param field what is edited, as a path of the Rollout's JSON; {@code steps[*]} is any step
 * @param effect what becomes of it
 * @param message the same as a sentence
 */
public record MidReleaseEdit(String field, Effect effect, String message) {

  /** Checks that all parts are there. */
  public MidReleaseEdit {
    requireNonNull(field, "field");
    requireNonNull(effect, "effect");
    requireNonNull(message, "message");
  }

  /** Kinds of effect. */
  public enum Effect {
    /** It takes effect, and the release stays where it is. */
    HEEDED,
    /** The current step is done again, or left without an approval when it is lowered. */
    STEP_AGAIN,
    /** The release stands still, or goes on. */
    HOLDS,
    /** The release ends, and the new version reaches all pods. */
    ENDS,
    /** The webhook refuses it. */
    REFUSED
  }
}
