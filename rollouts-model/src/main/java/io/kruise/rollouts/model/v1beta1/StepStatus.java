// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import org.jspecify.annotations.Nullable;

/**
 * Progress of a release, read alike for canary and blue-green.
 *
 * <p>Written by the controller. Every value may be absent in an object that did not come from the
 * API server.
 */
public interface StepStatus {
  /**
   * Returns the generation of the workload that this status speaks of.
   *
   * @return the generation
   */
  @Nullable Long getObservedWorkloadGeneration();

  /**
   * Returns the name of the release: the label {@link
   * io.kruise.rollouts.model.RolloutLabels#ROLLOUT_ID} of the workload, or its revision if it has
   * none.
   *
   * @return the name
   */
  @Nullable String getObservedRolloutID();

  /**
   * Returns the hash of the plan that the release follows.
   *
   * @return the hash
   */
  @Nullable String getRolloutHash();

  /**
   * Returns the revision of the pods before the release.
   *
   * @return the revision, possibly empty
   */
  @Nullable String getStableRevision();

  /**
   * Returns the value of the label by which a Service selects the pods of the new version.
   *
   * @return the value, empty until known
   */
  @Nullable String getPodTemplateHash();

  /**
   * Returns the current step, counted from 1.
   *
   * @return the index of the step
   */
  @Nullable Integer getCurrentStepIndex();

  /**
   * Returns the step that follows, counted from 1.
   *
   * @return the index of the step, -1 after the last
   */
  @Nullable Integer getNextStepIndex();

  /**
   * Returns the task in hand while a release is wound up.
   *
   * @return a value of {@link io.kruise.rollouts.model.FinalisingStep}, empty before that
   */
  @Nullable String getFinalisingStep();

  /**
   * Returns where the current step is.
   *
   * @return a value of {@link io.kruise.rollouts.model.StepState}
   */
  @Nullable String getCurrentStepState();

  /**
   * Returns what the step waits for.
   *
   * @return a text for people
   */
  @Nullable String getMessage();

  /**
   * Returns when the step last changed.
   *
   * @return a time in RFC 3339
   */
  @Nullable String getLastUpdateTime();

  /**
   * Returns the revision of the new version, as the controller computes it.
   *
   * @return {@code canaryRevision} or {@code updatedRevision}
   */
  @Nullable String revision();

  /**
   * Returns how many pods run the new version.
   *
   * @return {@code canaryReplicas} or {@code updatedReplicas}
   */
  @Nullable Integer updatedReplicas();

  /**
   * Returns how many pods of the new version are ready.
   *
   * @return {@code canaryReadyReplicas} or {@code updatedReadyReplicas}
   */
  @Nullable Integer updatedReadyReplicas();
}
