// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

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
    return active(world, deployment)
        .filter(
            each ->
                TemplateHash.same(
                    each.path("spec").path("template"), deployment.path("spec").path("template")))
        .max(Comparator.comparing(ReplicaSets::revision).thenComparing(BY_AGE));
  }

  /** GetDeploymentStableRs. */
  static Optional<ObjectNode> oldest(World world, ObjectNode deployment) {
    return active(world, deployment).min(BY_AGE);
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

  /**
   * GetReplicaSetsForDeployment: those that want pods. Its selector is not asked: the Deployment's
   * controller lets go of those that don't match it.
   */
  private static Stream<ObjectNode> active(World world, ObjectNode deployment) {
    return world.dependents(Meta.uid(deployment)).stream()
        .filter(
            each ->
                each.path("kind").asText().equals("ReplicaSet")
                    && Meta.controlledBy(each, deployment)
                    && !Meta.deleting(each)
                    && each.path("spec").path("replicas").asInt(1) != 0);
  }

  private static int revision(ObjectNode object) {
    String revision = Meta.annotation(object, REVISION);
    return revision.matches("\\d{1,9}") ? Integer.parseInt(revision) : 0;
  }
}
