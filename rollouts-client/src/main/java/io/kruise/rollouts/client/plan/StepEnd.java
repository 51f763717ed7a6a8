// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import java.time.Duration;

/** What follows when the pods and the traffic of a step are done. */
public sealed interface StepEnd {

  /** The step waits until somebody approves it. */
  record Approval() implements StepEnd {
    @Override
    public String toString() {
      return "waits for an approval";
    }
  }

  /**
   * The step waits, and goes on by itself. An approval ends the wait as well.
   *
   * @param duration how long, more than zero
   */
  record Timed(Duration duration) implements StepEnd {
    @Override
    public String toString() {
      return "goes on after " + duration.toSeconds() + " s";
    }
  }

  /** The step goes on by itself, at once. */
  record AtOnce() implements StepEnd {
    @Override
    public String toString() {
      return "goes on by itself";
    }
  }

  /** The step is never done: its pods are not upgraded. */
  record Never() implements StepEnd {
    @Override
    public String toString() {
      return "NEVER ENDS";
    }
  }
}
