// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rolling;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.IntOrPercent;
import java.util.List;

/**
 * In what the two controllers of Deployments differ: the one of Kubernetes and the advanced one of
 * Kruise, which is a changed copy of it. Made for one Deployment as it stands. Stateless.
 */
public interface DeploymentRules {

  /**
   * The hash in the names of ReplicaSets.
   *
   * @param template the pod template
   * @param collisionCount how many names were taken
   * @return the hash
   */
  String hash(JsonNode template, int collisionCount);

  /**
   * How many pods there may be above the wanted number (MaxSurge).
   *
   * @return a number of pods
   */
  int maxSurge();

  /**
   * How many pods may be missing from the wanted number (MaxUnavailable).
   *
   * @return a number of pods
   */
  int maxUnavailable();

  /**
   * Whether several ReplicaSets are scaled in proportion (IsRollingUpdate).
   *
   * @return whether pods are replaced step by step
   */
  boolean rollingUpdate();

  /**
   * How many pods the new ReplicaSet should have (NewRSNewReplicas).
   *
   * @param all the Deployment's ReplicaSets, with the new one
   * @param newest the new one
   * @return its spec.replicas
   */
  int newReplicas(List<ReplicaSet> all, ReplicaSet newest);

  /**
   * With how many pods a ReplicaSet is created at least.
   *
   * @return a number of pods
   */
  int newReplicasLowerBound();

  /**
   * How many pods all ReplicaSets together may have when they are scaled in proportion.
   *
   * @return a number of pods
   */
  int allowedSize();

  /**
   * Whether unready pods of old ReplicaSets go first when they are scaled down in proportion.
   *
   * @return whether they do
   */
  boolean dropsUnreadyFirst();

  /**
   * The message of the Event of a ReplicaSet's creation.
   *
   * @param name the ReplicaSet
   * @param replicas how many pods it is to have
   * @return for people
   */
  String created(String name, int replicas);

  /**
   * The message of the Event of a scaling.
   *
   * @param direction "up" or "down"
   * @param name the ReplicaSet
   * @param from its replicas before
   * @param to its replicas now
   * @return for people
   */
  String scaled(String direction, String name, int from, int to);

  /**
   * Surge and unavailability as numbers; never both 0 (ResolveFenceposts).
   *
   * @param surge how many pods
   * @param unavailable how many pods
   */
  record Fenceposts(int surge, int unavailable) {

    /**
     * Of a rolling update.
     *
     * @param rollingUpdate with maxSurge and maxUnavailable
     * @param replicas the wanted number of pods
     * @return the numbers
     */
    public static Fenceposts of(JsonNode rollingUpdate, int replicas) {
      int surge = IntOrPercent.scaled(rollingUpdate.path("maxSurge"), replicas, true);
      int missing = IntOrPercent.scaled(rollingUpdate.path("maxUnavailable"), replicas, false);
      return new Fenceposts(surge, surge == 0 && missing == 0 ? 1 : missing);
    }
  }
}
