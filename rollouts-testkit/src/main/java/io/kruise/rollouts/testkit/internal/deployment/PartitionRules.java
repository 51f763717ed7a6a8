// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentRules;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSet;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSets;
import java.util.List;

/**
 * How Kruise rolls a Deployment (pkg/controller/deployment/util/deployment_util.go).
 *
 * @param replicas how many pods the Deployment wants
 * @param strategy its strategy
 */
record PartitionRules(int replicas, PartitionStrategy strategy) implements DeploymentRules {

  @Override
  public String hash(JsonNode template, int collisionCount) {
    return TemplateHash.kruise(template, collisionCount);
  }

  @Override
  public int maxSurge() {
    return rolls() ? fenceposts().surge() : 0;
  }

  @Override
  public int maxUnavailable() {
    return rolls() && replicas > 0 ? Math.min(fenceposts().unavailable(), replicas) : 0;
  }

  @Override
  public boolean rollingUpdate() {
    return true;
  }

  @Override
  public int newReplicas(List<ReplicaSet> all, ReplicaSet newest) {
    int pods = ReplicaSets.sum(all, ReplicaSet::replicas);
    if (pods <= newest.replicas()) {
      return replicas;
    }
    int limit = strategy.limit(replicas);
    int room = replicas + maxSurge() - pods;
    if (newest.replicas() >= limit || room <= 0) {
      return newest.replicas();
    }
    int wanted = newest.replicas() + Math.min(room, replicas - newest.replicas());
    return Math.min(wanted, limit);
  }

  /** NewRSReplicasLowerBound: the native controller would fill an empty ReplicaSet. */
  @Override
  public int newReplicasLowerBound() {
    return maxSurge() > 0 ? 0 : Math.min(1, replicas);
  }

  @Override
  public int allowedSize() {
    return Math.max(replicas, 0);
  }

  @Override
  public boolean dropsUnreadyFirst() {
    return true;
  }

  @Override
  public String created(String name, int count) {
    return "Scaled up replica set " + name + " to " + count;
  }

  @Override
  public String scaled(String direction, String name, int from, int to) {
    return "Scaled " + direction + " replica set " + name + " to " + to + " from " + from;
  }

  /** ScaleDownLimitForOld: how many old pods may go; below 0: so many too few are there. */
  int oldMayGo(List<ReplicaSet> old, ReplicaSet newest) {
    int wantedNew = Math.max(strategy.limit(replicas), newest.replicas());
    return ReplicaSets.sum(old, ReplicaSet::replicas) - (replicas - wantedNew);
  }

  private boolean rolls() {
    return strategy.rollingUpdate().isObject();
  }

  private Fenceposts fenceposts() {
    return Fenceposts.of(strategy.rollingUpdate(), replicas);
  }
}
