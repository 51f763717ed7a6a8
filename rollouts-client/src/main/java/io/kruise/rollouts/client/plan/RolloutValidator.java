// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.Collection;
import java.util.List;

/**
 * What the cluster would say to a Rollout {@code v1beta1}, without a cluster: the verdict of the
 * CRD's schema and of the validating webhook of Kruise Rollouts v0.6.2, with the field paths that
 * they name; and warnings of what they let pass and the controller then trips over.
 *
 * <p>As the API server does, it asks the schema first; what that refuses, the webhook doesn't see.
 * Of the steps, the webhook reports the first that is wrong. It runs with the flags that upstream
 * ships: traffic in a partition release up to 50% of the pods, unknown kinds of workloads refused.
 *
 * <p>Not judged: metadata but for the Rollout's name, rights, quotas, other webhooks. Not known
 * without a cluster, and so never warned of: whether the workload, the Service, the Ingress or the
 * route exist. A release whose Service is missing stays in Initializing; one whose workload is
 * missing doesn't begin.
 *
 * <p>A document that can't be typed, for instance with {@code replicas: true}, is judged as a
 * {@link GenericKubernetesResource}; of text, fabric8 makes one: {@code
 * client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class)}.
 *
 * <p>Pure: no I/O, no clock. Thread-safe.
 */
public final class RolloutValidator {
  private RolloutValidator() {}

  /**
   * Judges a Rollout that would be created, alone in its namespace.
   *
   * @param rollout the Rollout
   * @return what was found
   */
  public static Review create(Rollout rollout) {
    return create(rollout, List.of());
  }

  /**
   * Judges a Rollout that would be created beside others.
   *
   * @param rollout the Rollout
   * @param others the Rollouts that are there; those of other namespaces, and one of the same name,
   *     don't count
   * @return what was found
   */
  public static Review create(Rollout rollout, Collection<Rollout> others) {
    return new ReviewRun(others).create(Document.of(rollout));
  }

  /**
   * Judges a document that would be created.
   *
   * @param rollout the document
   * @param others the Rollouts that are there
   * @return what was found
   * @throws IllegalArgumentException when it is no Rollout {@code v1beta1}
   */
  public static Review create(GenericKubernetesResource rollout, Collection<Rollout> others) {
    return new ReviewRun(others).create(Document.of(rollout));
  }

  /**
   * Judges a Rollout that would replace a stored one. While the stored one's phase is Progressing
   * or Terminating, its workload, traffic routings, style and number of steps are fixed.
   *
   * @param stored the Rollout as it was read, with its status
   * @param changed the Rollout as it would be written
   * @param others the Rollouts that are there; the stored one may be among them
   * @return what was found
   */
  public static Review update(Rollout stored, Rollout changed, Collection<Rollout> others) {
    return new ReviewRun(others).update(Document.of(stored), Document.of(changed));
  }

  /**
   * Judges a document that would replace a stored Rollout.
   *
   * @param stored the Rollout as it was read, with its status
   * @param changed the document as it would be written
   * @param others the Rollouts that are there; the stored one may be among them
   * @return what was found
   * @throws IllegalArgumentException when it is no Rollout {@code v1beta1}
   */
  public static Review update(
      Rollout stored, GenericKubernetesResource changed, Collection<Rollout> others) {
    return new ReviewRun(others).update(Document.of(stored), Document.of(changed));
  }
}
