// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The ReplicaSets of a Deployment that are to have pods. */
final class ActiveReplicaSets {
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private static final Comparator<JsonNode> BY_AGE =
      Comparator.comparing(set -> Meta.of(set).path("creationTimestamp").asText());

  private static final Comparator<JsonNode> BY_REVISION =
      Comparator.<JsonNode>comparingInt(set -> Integer.parseInt(Meta.annotation(set, REVISION)))
          .thenComparing(BY_AGE);

  private ActiveReplicaSets() {}

  /**
   * GetReplicaSetsForDeployment (pkg/util/controller_finder.go). Which are selected by label is not
   * asked: the Deployment's controller lets go of those that are not.
   */
  static List<ObjectNode> of(JsonNode stored, World world) {
    return world.dependents(Meta.uid(stored)).stream()
        .filter(set -> set.path("kind").asText().equals("ReplicaSet"))
        .filter(set -> !Meta.deleting(set) && Json.at(set, "spec", "replicas").asInt(1) != 0)
        .filter(set -> Meta.controlledBy(set, stored))
        .toList();
  }

  /**
   * The oldest of another template: the second result of FindCanaryAndStableReplicaSet
   * (pkg/util/workloads_utils.go).
   */
  static Optional<ObjectNode> stable(List<ObjectNode> active, JsonNode deployment) {
    return active.stream()
        .filter(set -> !TemplateHash.same(Release.template(set), Release.template(deployment)))
        .min(active.stream().allMatch(ActiveReplicaSets::numbered) ? BY_REVISION : BY_AGE);
  }

  private static boolean numbered(JsonNode set) {
    return Meta.annotation(set, REVISION).matches("\\d{1,9}");
  }
}
