// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

/** Keys of the annotations that OpenKruise Rollouts uses. */
public final class RolloutAnnotations {

  /**
   * Names a release. The user writes it on the workload; the webhook reads it to tell whether an
   * update begins a release. The controller reads the label of the same key instead: {@link
   * RolloutLabels#ROLLOUT_ID}.
   */
  public static final String ROLLOUT_ID = "rollouts.kruise.io/rollout-id";

  /**
   * Says on a workload that a release is under way; the value is JSON with the name of the Rollout.
   * The webhook writes it when a release begins, the controller begins by it and removes it at the
   * start of winding up.
   */
  public static final String IN_PROGRESSING = "rollouts.kruise.io/in-progressing";

  /**
   * Hash of the plan in the strategy, without pauses and failure threshold. The controller writes
   * it on the Rollout and compares it to notice an edited plan.
   */
  public static final String HASH = "rollouts.kruise.io/hash";

  /**
   * Says {@code true} on a Rollout whose rollbacks go step by step. The user writes it; the
   * controller heeds it for CloneSets and StatefulSets without traffic routing.
   */
  public static final String ROLLBACK_IN_BATCH = "rollouts.kruise.io/rollback-in-batch";

  /**
   * Name of the TrafficRouting that a Rollout uses. The user writes it on the Rollout, the
   * controller reads it.
   */
  public static final String TRAFFIC_ROUTING = "rollouts.kruise.io/trafficrouting";

  /**
   * Style of a Rollout of v1alpha1, {@code partition} or {@code canary}. The user writes it; the
   * conversion to v1beta1 reads it.
   */
  public static final String ROLLING_STYLE = "rollouts.kruise.io/rolling-style";

  /**
   * Owner reference to the BatchRelease that holds a workload, as JSON. The BatchRelease controller
   * writes and reads it on the workload.
   */
  public static final String CONTROL_INFO = "batchrelease.rollouts.kruise.io/control-info";

  /**
   * Rolling settings of a Deployment that is rolled by partition, as JSON. The controller writes
   * and reads it on the Deployment.
   */
  public static final String DEPLOYMENT_STRATEGY = "rollouts.kruise.io/deployment-strategy";

  /**
   * Counts of upgraded pods of a Deployment that is rolled by partition, as JSON. The controller
   * writes and reads it on the Deployment.
   */
  public static final String DEPLOYMENT_EXTRA_STATUS = "rollouts.kruise.io/deployment-extra-status";

  /**
   * Settings of a workload before a blue-green release, as JSON. The controller writes it on the
   * workload and puts the settings back by it.
   */
  public static final String ORIGINAL_DEPLOYMENT_STRATEGY =
      "rollouts.kruise.io/original-deployment-strategy";

  /**
   * Spec of a custom network resource before a release, as JSON. The controller writes it on the
   * resource and puts the spec back by it.
   */
  public static final String ORIGINAL_SPEC_CONFIGURATION =
      "rollouts.kruise.io/original-spec-configuration";

  private RolloutAnnotations() {}
}
