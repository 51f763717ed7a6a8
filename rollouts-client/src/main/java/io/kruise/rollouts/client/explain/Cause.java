// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

/**
 * Why a Rollout stands where it stands. Each cause says whether somebody has to do something, and
 * what. The rules, with a test for each, are listed in docs/explain.md.
 */
public enum Cause {
  // ---- pods

  /** A container's image can't be pulled. */
  IMAGE_PULL(
      Nature.STUCK,
      "correct the image or its pull secret: change the template, or roll it back to take the release back"),
  /** A container ends again and again. */
  CRASH_LOOP(
      Nature.STUCK,
      "read the container's log (kubectl logs --previous); change the template, or roll it back"),
  /** A container can't even be started: its configuration, a Secret, its sandbox. */
  CONTAINER_START(
      Nature.STUCK, "make what the message names, or correct the template that asks for it"),
  /** No node takes the pod. */
  UNSCHEDULABLE(
      Nature.STUCK, "make room, or correct the requests, nodeSelector, affinity or tolerations"),
  /** A volume can't be bound, attached or mounted. */
  VOLUME(Nature.STUCK, "look at the claim, ConfigMap or Secret that the message names"),
  /** Containers run, and a probe says that they aren't ready. */
  READINESS_PROBE(
      Nature.STUCK, "ask the application why it isn't ready, or correct the probe in the template"),
  /** Containers run, or are about to, and aren't ready; nothing tells why. */
  NOT_READY(
      Nature.STUCK, "ask the application why it isn't ready, and look at its readiness gates"),
  /** The pod has ended for good: evicted, or its node is gone. */
  POD_FAILED(Nature.STUCK, "look at the pod and its node; its controller makes another"),
  /** The pods that the step needs are over a quota. */
  QUOTA_EXCEEDED(
      Nature.STUCK, "raise the ResourceQuota, free some of it, or lower the pods' requests"),
  /** The API server refuses to create the pods that the step needs. */
  PODS_REFUSED(Nature.STUCK, "do what the API server's message says; its controller tries again"),
  /** A webhook that has to be asked doesn't answer. */
  WEBHOOK_UNREACHABLE(
      Nature.STUCK,
      "bring the webhook's pods back, or its certificate: look at its Service's endpoints and caBundle"),

  // ---- the Rollout's own machinery

  /**
   * A partition Deployment's step with a count comes after one with a percentage: the controller
   * takes any percentage for more than any count, and never begins. Measured on v0.6.2;
   * batchrelease/control/util.go.
   */
  INTEGER_AFTER_PERCENT(
      Nature.STUCK,
      "write the step's replicas as a percentage; an approval of a later percentage gets it going too"),
  /**
   * A blue-green CloneSet's step wants more new pods than OpenKruise makes once some are there.
   * Measured on v0.6.2 with OpenKruise v1.8.0; cloneset_sync_utils.go.
   */
  SURGE_EXHAUSTED(
      Nature.STUCK,
      "roll back, and plan a first step of \"100%\", or steps that together with the one before are no more than the replicas"),
  /**
   * A blue-green CloneSet's rollback waits for pods that its partition keeps as they are. Measured
   * on v0.6.2; bluegreenstyle/cloneset/control.go.
   */
  ROLLBACK_STOPPED(
      Nature.STUCK,
      "call rollback of the release, or set the CloneSet's spec.updateStrategy.partition to 0"),
  /**
   * The BatchRelease is that of an earlier release, whose workload was deleted; the controller
   * doesn't look at one that is Completed. Measured on v0.6.2; batchrelease_status.go.
   */
  STALE_BATCH_RELEASE(
      Nature.STUCK,
      "delete the BatchRelease of the Rollout's name; the controller makes a new one"),
  /** The settings of the workload that a blue-green release made were changed by somebody else. */
  BATCH_REFUSED(
      Nature.STUCK,
      "put back the workload's settings that the message names; look for GitOps tools"),
  /** What the plan's traffic goes through isn't there; the controller says it in its log alone. */
  TRAFFIC_OBJECT_MISSING(
      Nature.STUCK,
      "make it, or take it out of the plan's trafficRoutings (disable the Rollout first)"),
  /** A blue-green release doesn't take a newer revision. */
  BLUE_GREEN_REFUSES_NEWER(
      Nature.STUCK,
      "roll the workload's template back first, to the revision before or to the one in flight"),
  /** The webhook doesn't see the workload's changes: it lacks a label. */
  NOT_ARMED(
      Nature.STUCK,
      "wait for the controller to label the workload before you change its template; keep the label in your manifests"),
  /** The workload's template was changed, and no release began: the pods roll without steps. */
  ESCAPED(
      Nature.STUCK,
      "take the template back if it must go in steps; the Rollout has to be Healthy and the workload labelled before a change, the annotation rollout-id must not stay the same, and with trafficRoutings only one revision may have pods"),
  /** The Rollout was disabled before the release had begun; nobody lets the workload go on. */
  LEFT_PAUSED(
      Nature.STUCK,
      "let the workload go on by hand (spec.paused: false, or partition 0), or roll its template back"),
  /** The workload has no pods: its changes begin no release, and its steps prove nothing. */
  SCALED_TO_ZERO(Nature.STUCK, "scale the workload up; change its template after that"),
  /** The workload isn't there. */
  WORKLOAD_NOT_FOUND(
      Nature.STUCK, "make the workload that spec.workloadRef names, or correct the name"),
  /** The workload is being deleted. */
  WORKLOAD_BEING_DELETED(Nature.STUCK, "make it anew, or delete the Rollout too"),
  /** The workload's own controller hasn't seen its newest spec; the Rollout waits for that. */
  WORKLOAD_NOT_OBSERVED(
      Nature.STUCK,
      "look at the workload's own controller: kube-controller-manager, or OpenKruise's manager"),
  /** Kruise Rollouts writes nothing where it should. */
  CONTROLLER_SILENT(
      Nature.STUCK,
      "look whether the pods of kruise-rollout-controller-manager run; some errors are in its log alone"),
  /** A deletion doesn't end. */
  DELETION_STUCK(
      Nature.STUCK, "look whether the controller runs; only it takes its finalizer away in order"),
  /** A state that this version of the library doesn't know. */
  UNKNOWN_STATE(Nature.UNKNOWN, "look at the Rollout's message"),

  // ---- waiting

  /** The step is upgraded and waits for an approval. */
  NEEDS_APPROVAL(Nature.WAITING, "approve the step"),
  /** The step is upgraded and goes on by itself when its time is over. */
  TIMED_PAUSE(Nature.WAITING, "nothing, or approve the step to end the pause now"),
  /** The whole Rollout is held. */
  STRATEGY_PAUSED(Nature.WAITING, "set spec.strategy.paused to false"),
  /** The Rollout is disabled. */
  DISABLED(Nature.WAITING, "set spec.disabled to false; what changed meanwhile went without steps"),

  // ---- working

  /** Something was changed just now. */
  JUST_CHANGED(Nature.WORKING, "look again in a moment"),
  /** The release's first step is prepared. */
  STARTING(Nature.WORKING, "look again in a moment"),
  /** The step's pods are being upgraded. */
  UPGRADING(Nature.WORKING, "nothing"),
  /** The step's traffic is being moved. */
  ROUTING_TRAFFIC(Nature.WORKING, "nothing"),
  /** The controller is about to go on to the next step. */
  GOING_ON(Nature.WORKING, "nothing"),
  /** All steps are done; the controller hands the workload back. */
  FINALISING(Nature.WORKING, "nothing"),
  /** The release is being taken back. */
  ROLLING_BACK(Nature.WORKING, "nothing"),
  /** The Rollout is being deleted or disabled; the workload goes on without steps. */
  ENDING(Nature.WORKING, "nothing"),

  // ---- over

  /** The Rollout hasn't released anything yet. */
  NO_RELEASE_YET(Nature.OVER, "change the workload's template to begin a release"),
  /** The release is over and succeeded. */
  COMPLETED(Nature.OVER, "nothing"),
  /** The release was taken back. */
  ROLLED_BACK(Nature.OVER, "nothing");

  /** Who is to move. */
  public enum Nature {
    /** Nothing moves until somebody does something. */
    STUCK,
    /** It waits as planned, for an approval or for a time. */
    WAITING,
    /** It goes on by itself. */
    WORKING,
    /** No release is under way. */
    OVER,
    /** It isn't known here. */
    UNKNOWN
  }

  private final Nature nature;
  private final String advice;

  Cause(Nature nature, String advice) {
    this.nature = nature;
    this.advice = advice;
  }

  /**
   * Who is to move.
   *
   * @return the nature of all that has this cause
   */
  public Nature nature() {
    return nature;
  }

  /**
   * What to do.
   *
   * @return advice for people; "nothing" where it goes on by itself
   */
  public String advice() {
    return advice;
  }
}
