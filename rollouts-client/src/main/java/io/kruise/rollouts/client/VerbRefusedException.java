// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

/** A verb does not apply to what stands there, and says what to do instead. */
public final class VerbRefusedException extends RolloutException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  /**
   * Says what stands there, and what to do instead.
   *
   * @param ref the Rollout
   * @param verb what was wanted
   * @param refusal why not
   * @param seen what was seen
   */
  public VerbRefusedException(RolloutRef ref, String verb, Refusal refusal, String seen) {
    super(
        ref,
        verb
            + " of "
            + ref
            + " is refused: "
            + requireNonNull(refusal, "refusal").what()
            + " ["
            + seen
            + "]; "
            + refusal.advice(),
        null);
    this.refusal = refusal;
  }

  /**
   * Why.
   *
   * @return the reason, which implies the advice
   */
  public Refusal refusal() {
    return refusal;
  }
}
