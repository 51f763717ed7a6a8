// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

/** Why a verb does not apply, and what to do instead: the one place where this is said. */
public enum Refusal {
  /** Nothing is being released. */
  NO_RELEASE("no release is in progress", "start one with release(…)"),
  /** The Rollout works on another release, or has gone on to one. */
  OTHER_RELEASE(
      "the Rollout shows another release than the one that is meant",
      "pick that one up by its rollout-id, or currentRelease()"),
  /** The controller has not begun with the release. */
  NOT_BEGUN(
      "the controller has not begun with this release", "wait for its first step, then call again"),
  /** All steps are done; the controller hands the workload back. */
  FINALISING(
      "all steps are done and the workload is being handed back",
      "wait until it is completed; then release(…) or rollback() again"),
  /** The release is being taken back, or was. */
  ROLLED_BACK("the release is taken back", "start a new one with release(…)"),
  /** The release is over. */
  COMPLETED("the release is completed", "start a new one with release(…)"),
  /** The whole Rollout is held. */
  HELD(
      "the whole Rollout is paused by spec.strategy.paused, and acts on nothing until it is resumed",
      "resume() first"),
  /** Blue-green holds still because of a newer revision. */
  BLUE_GREEN_REFUSES_NEWER(
      "the blue-green release stands still, since the workload holds a newer revision",
      "rollback() first"),
  /** The Rollout is disabled. */
  DISABLED("the Rollout is disabled and controls nothing", "enable() first"),
  /** The Rollout is being deleted. */
  BEING_DELETED("the Rollout is being deleted", "create it anew when it is gone"),
  /** The plan has no such step. */
  STEP_OUTSIDE_PLAN("the plan has no such step", "name one of its steps"),
  /** The step is the natural next one: naming it is no jump for the controller. */
  STEP_IS_NEXT("this step comes next anyway", "approve the present step instead"),
  /** The verb would promote the new version to all pods, without steps. */
  WOULD_PROMOTE(
      "a release is in progress, and the controller would promote it to all pods, without steps",
      "rollback() or complete it first, or say that you want it: MidRelease.PROMOTE"),
  /** The revision to go back to can't be found any more. */
  STABLE_REVISION_UNKNOWN(
      "the revision to go back to is not kept any more", "release the version that you want"),
  /** The workload does not exist. */
  WORKLOAD_NOT_FOUND("the workload does not exist", "create it first");

  private final String what;
  private final String advice;

  Refusal(String what, String advice) {
    this.what = what;
    this.advice = advice;
  }

  /**
   * What stands in the way.
   *
   * @return half a sentence
   */
  public String what() {
    return what;
  }

  /**
   * What to do instead.
   *
   * @return half a sentence
   */
  public String advice() {
    return advice;
  }
}
