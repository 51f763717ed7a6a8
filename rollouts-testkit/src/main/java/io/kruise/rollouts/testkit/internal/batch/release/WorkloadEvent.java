// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

/** What happened to a workload since the last pass (control/interface.go, WorkloadEventType). */
public enum WorkloadEvent {
  /** Nothing that counts. */
  NORMAL,
  /** A release with a canary Deployment, and nothing that counts. */
  UNKNOWN,
  /** The pod template is another one. */
  POD_TEMPLATE_CHANGED,
  /** It was scaled. */
  REPLICAS_CHANGED,
  /** Its controller has not yet seen its present spec. */
  STILL_RECONCILING,
  /** It was deleted. */
  GONE,
  /** The pod template is the one from before the release again. */
  ROLLBACK_IN_BATCH
}
