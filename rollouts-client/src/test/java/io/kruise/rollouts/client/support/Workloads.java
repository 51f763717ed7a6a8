// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kruise.rollouts.client.readiness.WorkloadFacts;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The workload of {@link RolloutFixture}, as far as the client looks at it. */
public final class Workloads {
  private Workloads() {}

  /** A Deployment; no label where the id is null. */
  public static GenericKubernetesResource deployment(@Nullable String rolloutId, long generation) {
    GenericKubernetesResource deployment = new GenericKubernetesResource();
    deployment.setApiVersion("apps/v1");
    deployment.setKind("Deployment");
    deployment.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(RolloutFixture.NAMESPACE)
            .withName(RolloutFixture.WORKLOAD)
            .withGeneration(generation)
            .withLabels(rolloutId == null ? null : Map.of(RolloutLabels.ROLLOUT_ID, rolloutId))
            .build());
    return deployment;
  }

  /** The same, marked by the controller's webhook: a release is under way. */
  public static GenericKubernetesResource releasing(@Nullable String rolloutId, long generation) {
    GenericKubernetesResource deployment = deployment(rolloutId, generation);
    deployment
        .getMetadata()
        .setAnnotations(
            Map.of(
                RolloutAnnotations.IN_PROGRESSING,
                "{\"rolloutName\":\"" + RolloutFixture.NAME + "\"}"));
    return deployment;
  }

  public static WorkloadFacts labelled(String rolloutId, long generation) {
    return new WorkloadFacts(Optional.of(rolloutId), generation, true);
  }

  public static WorkloadFacts unlabelled(long generation) {
    return new WorkloadFacts(Optional.empty(), generation, true);
  }

  /** No release is marked on it. */
  public static WorkloadFacts atRest(@Nullable String rolloutId, long generation) {
    return new WorkloadFacts(Optional.ofNullable(rolloutId), generation, false);
  }
}
