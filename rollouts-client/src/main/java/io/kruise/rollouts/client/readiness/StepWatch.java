// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import org.jspecify.annotations.Nullable;

/**
 * A judgement with memory: what was once seen of the release makes "another release stands there"
 * mean "superseded", and no longer "not yet". Immutable: each reading gives the next one.
 */
public final class StepWatch {
  private final StepExpectation expectation;
  private final @Nullable StepReadiness last;

  private StepWatch(StepExpectation expectation, @Nullable StepReadiness last) {
    this.expectation = expectation;
    this.last = last;
  }

  /**
   * The watch before anything was seen.
   *
   * @param expectation what is waited for
   * @param workload the workload's facts at this moment, or null when they were not read
   * @return the start
   */
  public static StepWatch begin(StepExpectation expectation, @Nullable WorkloadFacts workload) {
    return new StepWatch(expectation.of(expectation.release().resolvedBy(workload)), null);
  }

  /**
   * Judges the next reading.
   *
   * @param view what was read, or null when there is no such Rollout
   * @return the watch that knows it
   */
  public StepWatch see(@Nullable RolloutView view) {
    StepReadiness readiness = ReadinessRules.judge(view, null, expectation);
    ReleaseMatch release = expectation.release();
    if (view != null
        && !release.seen()
        && readiness.verdict() != Verdict.NOT_OBSERVED
        && release.matches(view)) {
      return new StepWatch(expectation.of(release.seenIn(view)), readiness);
    }
    return new StepWatch(expectation, readiness);
  }

  /**
   * What is waited for, with all that is known of the release by now.
   *
   * @return the expectation
   */
  public StepExpectation expectation() {
    return expectation;
  }

  /**
   * The last judgement.
   *
   * @return it, or null before the first reading
   */
  public @Nullable StepReadiness last() {
    return last;
  }

  /**
   * Whether the wait is over.
   *
   * @return the outcome of the last judgement; pending before the first
   */
  public StepExpectation.Outcome outcome() {
    return last == null ? StepExpectation.Outcome.PENDING : expectation.outcome(last);
  }
}
