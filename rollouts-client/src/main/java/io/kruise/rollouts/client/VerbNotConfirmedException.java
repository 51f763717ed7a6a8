// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.RolloutView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A verb was not seen to take effect within its bound. What was written may still take effect: look
 * at the Rollout, or call the verb again, which goes on from what it finds.
 */
public final class VerbNotConfirmedException extends RolloutException {
  private static final long serialVersionUID = 1L;

  private final int writes;
  private final transient Optional<RolloutView> lastSeen;

  /**
   * Says what was wanted, what was last seen, and what to do.
   *
   * @param ref the Rollout
   * @param verb what was wanted
   * @param writes how many writes were or may have been applied
   * @param why what didn't happen
   * @param lastSeen the Rollout as it was last read, or null when it never was
   * @param trouble the last failed call, or null when the last one succeeded
   */
  public VerbNotConfirmedException(
      RolloutRef ref,
      String verb,
      int writes,
      String why,
      @Nullable RolloutView lastSeen,
      @Nullable Throwable trouble) {
    super(
        ref,
        verb
            + " of "
            + ref
            + " is not confirmed: "
            + requireNonNull(why, "why")
            + "; "
            + (writes == 0 ? "nothing was written" : writes + " writes may have been applied")
            + "; last seen: "
            + (lastSeen == null ? "nothing" : lastSeen.summary())
            + (trouble == null ? "" : "; the last failure: " + trouble.getMessage())
            + "; the same call goes on from what it finds",
        trouble);
    this.writes = writes;
    this.lastSeen = Optional.ofNullable(lastSeen);
  }

  /**
   * How many writes were or may have been applied.
   *
   * @return 0 when nothing was written
   */
  public int writes() {
    return writes;
  }

  /**
   * What was last seen.
   *
   * @return the Rollout; empty when it was never read
   */
  public Optional<RolloutView> lastSeen() {
    return lastSeen;
  }
}
