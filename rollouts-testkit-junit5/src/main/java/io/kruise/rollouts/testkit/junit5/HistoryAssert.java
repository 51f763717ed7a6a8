// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import io.kruise.rollouts.testkit.ReleaseHistory;
import io.kruise.rollouts.testkit.RolloutState;
import io.kruise.rollouts.testkit.Transition;
import io.kruise.rollouts.testkit.Transition.Kind;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** Assertions on what happened to the Rollouts of a cluster. */
public final class HistoryAssert extends AbstractAssert<HistoryAssert, ReleaseHistory> {
  private static final int TOLD = 12;

  HistoryAssert(ReleaseHistory actual) {
    super(actual, HistoryAssert.class);
  }

  /**
   * Was in these states, in this order, with any others between them.
   *
   * @param states as {@link RolloutState#brief} says them: "step 1 StepPaused", "Healthy"
   * @return this
   */
  public HistoryAssert passedThrough(String... states) {
    isNotNull();
    int found = 0;
    for (Transition each : actual.transitions()) {
      if (found < states.length && each.to().brief().equals(states[found])) {
        found++;
      }
    }
    return found == states.length
        ? this
        : fail(
            "to have passed through " + List.of(states),
            "it didn't come to "
                + states[found]
                + (found == 0 ? "" : " after " + states[found - 1]));
  }

  /**
   * A step was approved by exactly one write that counts: those that were overwritten don't. Narrow
   * the history first where it holds several releases.
   *
   * @param stepIndex the step, 1-based
   * @return this
   */
  public HistoryAssert approvedOnce(int stepIndex) {
    isNotNull();
    long effective = count(Kind.APPROVED, stepIndex) - count(Kind.APPROVAL_OVERWRITTEN, stepIndex);
    return effective == 1
        ? this
        : fail("to have approved step " + stepIndex + " once", "that was " + effective + " times");
  }

  /**
   * An approval of a step was written over, repeated or not.
   *
   * @param stepIndex the step, 1-based
   * @return this
   */
  public HistoryAssert hasOverwrittenApproval(int stepIndex) {
    isNotNull();
    return count(Kind.APPROVAL_OVERWRITTEN, stepIndex) > 0
        ? this
        : fail("to have overwritten an approval of step " + stepIndex, "none was");
  }

  /**
   * Each approval that was overwritten was followed by another one of the same step and release.
   *
   * @return this
   */
  public HistoryAssert hasNoLostApproval() {
    isNotNull();
    List<Transition> all = actual.transitions();
    for (int i = 0; i < all.size(); i++) {
      Transition overwritten = all.get(i);
      if (overwritten.kind() == Kind.APPROVAL_OVERWRITTEN
          && all.subList(i, all.size()).stream().noneMatch(later -> repeats(later, overwritten))) {
        return fail("to have no lost approval", "one was overwritten for good:\n" + overwritten);
      }
    }
    return this;
  }

  private static boolean repeats(Transition later, Transition overwritten) {
    return later.kind() == Kind.APPROVED
        && later.rollout().equals(overwritten.rollout())
        && later.from().step() == overwritten.to().step()
        && later.from().revision().equals(overwritten.to().revision());
  }

  /**
   * Each release began at step 1 and went on by one step at a time; back is allowed.
   *
   * @return this
   */
  public HistoryAssert neverSkippedAStep() {
    isNotNull();
    return skip()
        .map(skipped -> fail("to have skipped no step", "one was skipped:\n" + skipped))
        .orElse(this);
  }

  private Optional<Transition> skip() {
    return actual.transitions().stream()
        .filter(each -> each.to().rolling() && each.to().step() > before(each) + 1)
        .findFirst();
  }

  /** How far the same release was; it may have been held, or its plan been edited. */
  private static int before(Transition transition) {
    RolloutState from = transition.from();
    boolean underWay = from.phase().equals("Progressing") && !from.reason().equals("Initializing");
    return underWay && from.revision().equals(transition.to().revision()) ? from.step() : 0;
  }

  private long count(Kind kind, int stepIndex) {
    return actual.only(kind).transitions().stream()
        .filter(each -> each.to().step() == stepIndex)
        .count();
  }

  private HistoryAssert fail(String wanted, String seen) {
    failWithMessage(
        "%s",
        "expected " + wanted + "\nbut " + seen + "\nwhat happened last:\n" + actual.tail(TOLD));
    return this;
  }
}
