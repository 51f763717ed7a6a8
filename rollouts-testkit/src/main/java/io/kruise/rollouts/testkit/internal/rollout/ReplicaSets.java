// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import io.kruise.rollouts.testkit.internal.ownership.ActiveReplicaSets;
import java.util.Comparator;
import java.util.Optional;

/** The ReplicaSets of a Deployment, as pkg/util/controller_finder.go reads them. */
final class ReplicaSets {
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private static final Comparator<ObjectNode> BY_AGE =
      Comparator.<ObjectNode, String>comparing(
              each -> Meta.of(each).path("creationTimestamp").asText())
          .thenComparing(ReplicaSets::revision);

  private ReplicaSets() {}

  /**
   * The one with the Deployment's present template: the newest of FindCanaryAndStableReplicaSet
   * (pkg/util/workloads_utils.go).
   */
  static Optional<ObjectNode> ofPresentTemplate(World world, ObjectNode deployment) {
    String template = world.derived(deployment.path("spec").path("template"), TemplateHash.TEXT);
    return ActiveReplicaSets.of(world, deployment).stream()
        .filter(
            each ->
                world
                    .derived(each.path("spec").path("template"), TemplateHash.TEXT)
                    .equals(template))
        .max(Comparator.comparing(ReplicaSets::revision).thenComparing(BY_AGE));
  }

  /** GetDeploymentStableRs. */
  static Optional<ObjectNode> oldest(World world, ObjectNode deployment) {
    return ActiveReplicaSets.of(world, deployment).stream().min(BY_AGE);
  }

  /** getLatestCanaryDeployment: the newest extra Deployment of the canary style. */
  static Optional<ObjectNode> latestCanaryDeployment(World world, ObjectNode stable) {
    return world.list("apps", "Deployment", Meta.namespace(stable)).stream()
        .filter(
            each ->
                Meta.label(each, RolloutLabels.CANARY_DEPLOYMENT).equals(Meta.name(stable))
                    && !Meta.deleting(each))
        .max(BY_AGE);
  }

  private static int revision(ObjectNode object) {
    String revision = Meta.annotation(object, REVISION);
    return revision.matches("\\d{1,9}") ? Integer.parseInt(revision) : 0;
  }
}
