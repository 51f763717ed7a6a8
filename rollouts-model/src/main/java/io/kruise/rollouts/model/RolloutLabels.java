// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

/** Keys of the labels that OpenKruise Rollouts uses. */
public final class RolloutLabels {

  /**
   * Names a release. The user writes it on the workload, and the Rollout controller reads it there
   * and copies it to the pods it upgrades. The webhook reads the annotation of the same key
   * instead: {@link RolloutAnnotations#ROLLOUT_ID}.
   */
  public static final String ROLLOUT_ID = "rollouts.kruise.io/rollout-id";

  /**
   * The step that upgraded a pod, counted from 1. The controller writes it on pods of a release
   * that has a rollout id; users select pods by it.
   */
  public static final String ROLLOUT_BATCH_ID = "rollouts.kruise.io/rollout-batch-id";

  /** Name of the Rollout that a RolloutHistory tells of. The controller writes and reads it. */
  public static final String ROLLOUT_NAME = "rollouts.kruise.io/rollout-name";

  /**
   * Sort of the workload, one of {@link WorkloadType}. The controller writes it on the workload in
   * its first pass; the API server calls the webhook only for workloads that have it, so a release
   * before that goes unnoticed.
   */
  public static final String WORKLOAD_TYPE = "rollouts.kruise.io/workload-type";

  /**
   * Name of the stable Deployment. The controller writes it on the second Deployment of a canary
   * release, and finds that by it.
   */
  public static final String CANARY_DEPLOYMENT = "rollouts.kruise.io/canary-deployment";

  /**
   * Marks a pod that already runs the target version when a rollback in batches begins. The
   * controller writes it on pods, with the rollout id as value, and reads it when it counts.
   */
  public static final String NO_NEED_UPDATE = "rollouts.kruise.io/no-need-update";

  /**
   * Revision of the pods before the release. The webhook and the controller write it on a
   * Deployment, and the controller tells a rollback by it.
   */
  public static final String STABLE_REVISION = "rollouts.kruise.io/stable-revision";

  /**
   * Says {@code true} on a Deployment that the controller of OpenKruise Rollouts rolls by
   * partition, in place of the one of Kubernetes. The controller writes and reads it.
   */
  public static final String CONTROLLED_BY_ADVANCED_DEPLOYMENT =
      "rollouts.kruise.io/controlled-by-advanced-deployment-controller";

  private RolloutLabels() {}
}
