// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

/** Why a {@link Verdict} was given. Each reason belongs to one verdict. */
public enum Reason {
  /** {@code metadata.generation} is newer than {@code status.observedGeneration}. */
  SPEC_NOT_OBSERVED(Verdict.NOT_OBSERVED),
  /** The controller has not written a status, or it found no workload. */
  WORKLOAD_NOT_FOUND(Verdict.NOT_OBSERVED),
  /**
   * The status describes what the workload ran when the Rollout was made; nothing was released by
   * it.
   */
  NO_RELEASE_YET(Verdict.NOT_OBSERVED),
  /** The status still shows the release before, or another one. */
  OTHER_RELEASE(Verdict.NOT_OBSERVED),
  /**
   * The controller has noticed the release and prepares its first step; the rest of the status may
   * be old.
   */
  INITIALIZING(Verdict.NOT_OBSERVED),

  /** A step before this one is current. */
  EARLIER_STEP(Verdict.IN_PROGRESS),
  /** Pods of this step are being upgraded, or are about to be. */
  UPGRADING(Verdict.IN_PROGRESS),
  /** The pods are upgraded, the traffic is being moved. */
  ROUTING_TRAFFIC(Verdict.IN_PROGRESS),
  /** Pods and traffic are done; the step is about to pause. */
  ANALYSING(Verdict.IN_PROGRESS),
  /** The step is upgraded and goes on by itself when {@code pause.duration} is over. */
  TIMED_PAUSE(Verdict.IN_PROGRESS),
  /**
   * The step is upgraded and goes on by itself: a canary plan's last step of {@code "100%"} never
   * waits.
   */
  PASSES_BY_ITSELF(Verdict.IN_PROGRESS),
  /** All steps are done; the controller hands the workload back. */
  FINALISING(Verdict.PASSED),
  /**
   * The controller reports a phase or a step state that this version of the library does not know.
   */
  UNKNOWN_STATE(Verdict.IN_PROGRESS),

  /** The step's pause has no duration. */
  MANUAL_PAUSE(Verdict.AWAITING_APPROVAL),
  /** The step's state is {@code StepReady}. */
  STEP_READY(Verdict.READY),
  /** The step was the last and its state is {@code Completed}. */
  LAST_STEP_DONE(Verdict.PASSED),
  /** A later step is current. */
  LATER_STEP(Verdict.PASSED),
  /** The Rollout is Healthy again and reports success. */
  SUCCEEDED(Verdict.COMPLETED),

  /** The controller takes the release back. */
  CANCELLING(Verdict.ROLLED_BACK),
  /** The release was taken back. */
  CANCELLED(Verdict.ROLLED_BACK),
  /** The workload walks back to the version before, step by step. */
  ROLLING_BACK_IN_BATCHES(Verdict.ROLLED_BACK),

  /** The status has gone on to another release. */
  NEWER_RELEASE(Verdict.SUPERSEDED),
  /**
   * A newer revision came into a blue-green release: the controller stands still until it is rolled
   * back.
   */
  BLUE_GREEN_REFUSES_NEWER(Verdict.SUPERSEDED),

  /** Held before the step's pods and traffic were done. */
  HELD(Verdict.PAUSED),
  /** Held while this step is upgraded. */
  HELD_AFTER_UPGRADE(Verdict.PAUSED),

  /** {@code spec.disabled} is set. */
  SPEC_DISABLED(Verdict.DISABLED),
  /**
   * The Rollout was disabled during this release and enabled again: the workload went on natively.
   */
  DISABLED_DURING_RELEASE(Verdict.DISABLED),

  /** The Rollout carries a deletion timestamp. */
  BEING_DELETED(Verdict.TERMINATING),
  /** The step's index is below 1 or beyond the plan. */
  OUTSIDE_PLAN(Verdict.NO_SUCH_STEP),

  /** No Rollout of this name exists. */
  ROLLOUT_NOT_FOUND(Verdict.GONE),
  /** A Rollout of this name exists, but it is another object than before. */
  ROLLOUT_RECREATED(Verdict.GONE),
  /**
   * The workload was deleted during the release; the controller threw the release's status away.
   */
  WORKLOAD_DELETED(Verdict.GONE);

  private final Verdict verdict;

  Reason(Verdict verdict) {
    this.verdict = verdict;
  }

  /**
   * The verdict that this reason gives.
   *
   * @return the one verdict it belongs to
   */
  public Verdict verdict() {
    return verdict;
  }
}
