// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Instant;

/**
 * A revision of a workload that its controller keeps: a ReplicaSet, or a ControllerRevision.
 *
 * @param name what a Rollout's status calls it: the pod-template-hash, or the ControllerRevision's
 *     name
 * @param number the newest has the highest
 * @param created when it was first made
 * @param template its pod template; {@link TemplateChange#to} releases it
 */
public record WorkloadRevision(
    String name, long number, Instant created, PodTemplateSpec template) {

  /** Checks that all parts are there. */
  public WorkloadRevision {
    requireNonNull(name, "name");
    requireNonNull(created, "created");
    requireNonNull(template, "template");
  }
}
