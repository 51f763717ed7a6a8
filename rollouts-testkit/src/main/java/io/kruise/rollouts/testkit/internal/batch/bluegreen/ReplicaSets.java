// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import io.kruise.rollouts.testkit.internal.ownership.Claims;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The ReplicaSets of a Deployment, oldest first. */
record ReplicaSets(ObjectNode deployment, List<ObjectNode> oldestFirst) {
  private static final Comparator<ObjectNode> AGE =
      Comparator.comparing((ObjectNode each) -> Meta.of(each).path("creationTimestamp").asText())
          .thenComparing(Meta::name);

  /** Those that are not going. */
  static ReplicaSets of(World world, ObjectNode deployment) {
    JsonNode selector = Json.at(deployment, "spec", "selector");
    return new ReplicaSets(
        deployment,
        Claims.controlled(world, deployment, "apps", "ReplicaSet").stream()
            .filter(each -> LabelSelector.matches(selector, Meta.of(each).path("labels")))
            .filter(each -> !Meta.deleting(each))
            .sorted(AGE)
            .toList());
  }

  /** The one of the old version: the oldest that has pods (util, GetDeploymentStableRs). */
  Optional<ObjectNode> stable() {
    return oldestFirst.stream()
        .filter(each -> Json.at(each, "spec", "replicas").asInt(1) != 0)
        .findFirst();
  }

  /** The one of the present template (deployment/util, FindNewReplicaSet). */
  Optional<ObjectNode> current() {
    return oldestFirst.stream()
        .filter(
            each ->
                TemplateHash.same(
                    Json.at(each, "spec", "template"), Json.at(deployment, "spec", "template")))
        .findFirst();
  }
}
