// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;

/** The ReplicaSets of a Deployment that are to have pods. */
public final class ActiveReplicaSets {
  private ActiveReplicaSets() {}

  /**
   * GetReplicaSetsForDeployment (pkg/util/controller_finder.go). Which are selected by label is not
   * asked: the Deployment's controller lets go of those that are not.
   *
   * @param world all objects
   * @param deployment the Deployment
   * @return those that want pods and are not going, by name
   */
  public static List<ObjectNode> of(World world, JsonNode deployment) {
    return Claims.controlled(world, deployment, "apps", "ReplicaSet").stream()
        .filter(set -> !Meta.deleting(set) && Json.at(set, "spec", "replicas").asInt(1) != 0)
        .toList();
  }
}
