// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.IntOrPercent;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentRules;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSet;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSets;
import java.util.List;

/**
 * How Kubernetes rolls a Deployment (pkg/controller/deployment/util/deployment_util.go).
 *
 * @param deployment the Deployment
 */
record NativeRules(JsonNode deployment) implements DeploymentRules {

  @Override
  public String hash(JsonNode template, int collisionCount) {
    return TemplateHash.nativeHash(template, collisionCount);
  }

  @Override
  public int maxSurge() {
    return rollingUpdate() ? fenceposts().surge() : 0;
  }

  @Override
  public int maxUnavailable() {
    return rollingUpdate() && replicas() > 0 ? Math.min(fenceposts().unavailable(), replicas()) : 0;
  }

  @Override
  public boolean rollingUpdate() {
    return !strategy().path("type").asText().equals("Recreate");
  }

  @Override
  public int newReplicas(List<ReplicaSet> all, ReplicaSet newest) {
    if (!rollingUpdate()) {
      return replicas();
    }
    int surge =
        IntOrPercent.scaled(Json.at(strategy(), "rollingUpdate", "maxSurge"), replicas(), true);
    int room = replicas() + surge - ReplicaSets.sum(all, ReplicaSet::replicas);
    return room <= 0
        ? newest.replicas()
        : newest.replicas() + Math.min(room, replicas() - newest.replicas());
  }

  @Override
  public int newReplicasLowerBound() {
    return 0;
  }

  @Override
  public int allowedSize() {
    return replicas() > 0 ? replicas() + maxSurge() : 0;
  }

  @Override
  public boolean dropsUnreadyFirst() {
    return false;
  }

  @Override
  public String created(String name, int replicas) {
    return scaled("up", name, 0, replicas);
  }

  @Override
  public String scaled(String direction, String name, int from, int to) {
    return "Scaled " + direction + " replica set " + name + " from " + from + " to " + to;
  }

  private Fenceposts fenceposts() {
    return Fenceposts.of(strategy().path("rollingUpdate"), replicas());
  }

  private JsonNode strategy() {
    return deployment.path("spec").path("strategy");
  }

  private int replicas() {
    return deployment.path("spec").path("replicas").asInt(1);
  }
}
