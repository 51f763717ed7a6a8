// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static io.kruise.rollouts.client.plan.Severity.REFUSED;
import static io.kruise.rollouts.client.plan.Severity.WARNING;

/**
 * What a {@link Finding} is. The refusals are those of the CRD's schema and of the webhook in
 * {@code rollout_create_update_handler.go}, both of v0.6.2; each warning names its source.
 */
public enum FindingCode {
  /** Schema: a value of another type. */
  WRONG_TYPE(REFUSED),
  /** Schema: a field is absent that must be there. */
  MISSING(REFUSED),
  /** Schema: a text that is empty, or of characters that aren't allowed. */
  MALFORMED(REFUSED),
  /** Schema: a text with more characters than allowed. */
  TOO_LONG(REFUSED),
  /** Schema: a list with more entries than allowed. */
  TOO_MANY(REFUSED),
  /** Schema: a word that isn't one of those that are known. */
  UNKNOWN_WORD(REFUSED),
  /** Schema: two entries of one name. */
  DUPLICATE(REFUSED),
  /** Webhook: a number beyond 32 bits; it answers 400, where all others are 422. */
  NUMBER_TOO_BIG(REFUSED),

  /** Webhook: a workload of a kind that is never released. */
  KIND_UNSUPPORTED(REFUSED),
  /** Webhook: a workload of a kind that is not released blue-green. */
  KIND_NOT_BLUE_GREEN(REFUSED),
  /** Webhook: neither canary nor blueGreen. */
  NO_STRATEGY(REFUSED),
  /** Webhook: both canary and blueGreen. */
  TWO_STRATEGIES(REFUSED),
  /** Webhook: no step. */
  NO_STEPS(REFUSED),
  /** Webhook: a step without replicas. */
  NO_REPLICAS(REFUSED),
  /** Webhook: replicas that are neither a positive number nor a percentage from 1% to 100%. */
  BAD_REPLICAS(REFUSED),
  /** Webhook: traffic in a step of a partition release with more than half of the pods. */
  TRAFFIC_OVER_LIMIT(REFUSED),
  /** Webhook: traffic that is no percentage in range. */
  BAD_TRAFFIC(REFUSED),
  /** Webhook: a step with less than the one before it. */
  STEPS_FALL(REFUSED),
  /** Webhook: more than one traffic routing. */
  TWO_ROUTINGS(REFUSED),
  /** Webhook: a negative grace period. */
  NEGATIVE_GRACE_PERIOD(REFUSED),
  /** Webhook: a traffic routing with an empty service. */
  NO_SERVICE(REFUSED),
  /** Webhook: a traffic routing with neither ingress, nor gateway, nor custom references. */
  NO_ROUTE(REFUSED),
  /** Webhook: an Ingress without a name. */
  NO_INGRESS_NAME(REFUSED),
  /** Webhook: a gateway without the name of a route. */
  NO_ROUTE_NAME(REFUSED),
  /** Webhook: another Rollout of the namespace has the same workloadRef. */
  WORKLOAD_TAKEN(REFUSED),
  /** Webhook, update in the middle of a release: another workload. */
  WORKLOAD_FIXED(REFUSED),
  /** Webhook, update in the middle of a release: other traffic routings. */
  ROUTINGS_FIXED(REFUSED),
  /** Webhook, update in the middle of a release: another style. */
  STYLE_FIXED(REFUSED),
  /** Webhook, update in the middle of a release: more or fewer steps. */
  STEP_COUNT_FIXED(REFUSED),

  /** A field that the API server drops; it answers with a warning of its own. Measured. */
  UNKNOWN_FIELD(WARNING),
  /**
   * A count after a percentage: the partition of a Deployment is never raised to it, and the step
   * never ends. Measured; {@code IsCurrentMoreThanOrEqualToDesired} in control/util.go.
   */
  COUNT_AFTER_PERCENT(WARNING),
  /** The last step is less than all pods. Measured. */
  LAST_STEP_NOT_ALL(WARNING),
  /** The last step is a count: whether it is all depends on the workload. Measured. */
  LAST_STEP_COUNT(WARNING),
  /** A percentage in a form that is accepted and not compared as meant, for instance "+5%". */
  ODD_PERCENT(WARNING),
  /** A step with less than one before it that isn't its neighbour. Measured. */
  STEP_FALLS_BACK(WARNING),
  /** A pause of less than 0 seconds: like 0. rollout_canary.go: doCanaryPaused. */
  NEGATIVE_PAUSE(WARNING),
  /** A pause of 0 seconds: nobody approves this step, in any release. Measured. */
  NO_PAUSE(WARNING),
  /** A pause on a canary's last step of "100%", which has none. rollout_canary.go. */
  PAUSE_IGNORED(WARNING),
  /** A failureThreshold that counts as 0, or as all. context.go: allowedUnavailable. */
  ODD_THRESHOLD(WARNING),
  /** A failureThreshold on a blue-green release, which doesn't read it. Both control.go. */
  THRESHOLD_IGNORED(WARNING),
  /**
   * Another Rollout has this workload under another apiVersion, and neither is refused. Measured.
   */
  WORKLOAD_SHARED(WARNING),
  /** A version of the workload's kind that the controller doesn't work with. Measured. */
  ODD_WORKLOAD_VERSION(WARNING),
  /** A workload name that no object can have. Measured. */
  IMPOSSIBLE_NAME(WARNING),
  /** A ReplicaSet: accepted, and nothing releases it. controller_finder.go. */
  REPLICA_SET(WARNING),
  /** Extra pods for a workload that only knows partition. rollout_types.go: IsRealPartition. */
  EXTRA_WORKLOAD_IGNORED(WARNING),
  /** Metadata for canary pods without canary pods of their own. canary.go: create. */
  METADATA_IGNORED(WARNING),
  /** Traffic or matches in a step, and no traffic routing. trafficrouting/manager.go. */
  TRAFFIC_WITHOUT_ROUTING(WARNING),
  /** Traffic and matches in one step: the matches count. rollout_types.go. */
  TRAFFIC_IGNORED(WARNING),
  /** Custom network references, an empty list of them: nothing is routed. Measured as accepted. */
  EMPTY_ROUTE(WARNING),
  /** trafficRoutingRef, which no controller reads. rollout_progressing.go. */
  ROUTING_REF_IGNORED(WARNING),
  /**
   * A blue-green step of a CloneSet that with the new pods of a step before is more than all: it
   * doesn't end. Measured with OpenKruise v1.8.0; cloneset_sync_utils.go.
   */
  BLUE_GREEN_CLONE_SET(WARNING),
  /**
   * Blue-green with traffic in step 1 and without a canary Service: the step never begins. From
   * upstream's source, not measured. rollout_bluegreen.go: runCanary.
   */
  BLUE_GREEN_WITHOUT_SERVICE(WARNING),
  /** The annotation for a roll-back in batches, where it isn't heeded. rollout_utils.go. */
  BATCH_ROLLBACK_IGNORED(WARNING),
  /** More than 50 steps, which versions after v0.6.2 refuse. Their CRD. */
  MANY_STEPS(WARNING),
  /** Update in the middle of a release: the current step is done again, or left. Measured. */
  PLAN_CHANGED(WARNING),
  /** Update in the middle of a release: disabled, which releases the new version. Measured. */
  DISABLED_DURING_RELEASE(WARNING);

  private final Severity severity;

  FindingCode(Severity severity) {
    this.severity = severity;
  }

  /**
   * How much findings of this code weigh.
   *
   * @return the one severity that it belongs to
   */
  public Severity severity() {
    return severity;
  }
}
