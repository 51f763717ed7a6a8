// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

/**
 * Why a template change would not become a release that its Rollout controls. Source of the rules:
 * upstream pkg/webhook/workload/mutating, workload_update_handler.go and unified_update_handler.go.
 */
public enum Obstacle {
  /** There is nothing to release it from or to. */
  WORKLOAD_NOT_FOUND("the workload does not exist", "create it first"),
  /** The Rollout controls nothing. */
  ROLLOUT_DISABLED("the Rollout is disabled: all pods would be replaced natively", "enable() it"),
  /** The Rollout is about to go. */
  ROLLOUT_DELETING(
      "the Rollout is being deleted: all pods would be replaced natively", "create it anew"),
  /** The controller has not put its label on the workload yet: the webhook is not asked. */
  NOT_ARMED(
      "the workload lacks the label rollouts.kruise.io/workload-type: the controller has not armed it"
          + " yet, and the webhook is not asked",
      "wait until the Rollout is Healthy"),
  /** A workload of no replicas is left alone by the webhook. */
  NO_REPLICAS("the workload has 0 replicas, and is left alone then", "scale it up first"),
  /** There is no revision to come from. */
  NO_PODS_YET("the workload has no pods yet, and is left alone then", "wait for its first pods"),
  /** The webhook compares this annotation first, and takes no change while it stays the same. */
  UNCHANGED_ID_ANNOTATION(
      "the workload has the annotation rollouts.kruise.io/rollout-id, which would stay the same: the"
          + " webhook takes no change for a release then",
      "remove the annotation; the label of that name is what counts"),
  /** With traffic routing the webhook wants one revision alone. */
  SEVERAL_REVISIONS(
      "pods of several revisions run, and with trafficRoutings the webhook takes no change then",
      "wait until the workload is at rest"),
  /** The controller hands the workload back, and no longer looks. */
  FINALISING(
      "the release before is being finalised: a change would escape the Rollout",
      "wait until it is completed"),
  /** Another release is under way. */
  RELEASE_IN_PROGRESS(
      "another release is in progress",
      "complete it, rollback() it, or let this one take its place: superseding()"),
  /** Blue-green takes no third version. */
  BLUE_GREEN_IN_PROGRESS(
      "a blue-green release is in progress, which refuses another version and would stand still",
      "complete it or rollback() it first"),
  /** The id stands on the workload, with another template. */
  ID_IN_USE(
      "the workload carries this rollout-id already, with another template", "give it a new id"),
  /** The template stays as it is. */
  NOTHING_CHANGES(
      "the change leaves the template as it is: nothing would be released", "change something");

  private final String what;
  private final String advice;

  Obstacle(String what, String advice) {
    this.what = what;
    this.advice = advice;
  }

  /**
   * What stands in the way.
   *
   * @return a sentence
   */
  public String what() {
    return what;
  }

  /**
   * What to do about it.
   *
   * @return half a sentence
   */
  public String advice() {
    return advice;
  }
}
