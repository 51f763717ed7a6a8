// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.testkit.internal.object.IntOrPercent;
import io.kruise.rollouts.testkit.internal.object.Json;
import org.jspecify.annotations.Nullable;

/** Numbers of pods, given as a number or as a percentage of all. */
public final class ReplicaMath {
  private ReplicaMath() {}

  /**
   * How many of the total are meant, fractions up (apimachinery, GetScaledValueFromIntOrPercent).
   *
   * @param value a number or a percentage
   * @param total what 100% is
   * @return the number, unbounded; 0 for null and for text that is no percentage
   */
  public static int up(@Nullable IntOrString value, int total) {
    return scaled(value, total, true);
  }

  /**
   * How many of the total are meant, fractions down.
   *
   * @param value a number or a percentage
   * @param total what 100% is
   * @return the number, unbounded; 0 for null and for text that is no percentage
   */
  public static int down(@Nullable IntOrString value, int total) {
    return scaled(value, total, false);
  }

  /**
   * How many pods a batch has when it is done (control/util.go, CalculateBatchReplicas).
   *
   * @param planned the batch's replicas
   * @param replicas those of the workload
   * @return from 0 to replicas
   */
  public static int batch(IntOrString planned, int replicas) {
    return Math.max(0, Math.min(up(planned, replicas), replicas));
  }

  /**
   * How many pods of a Deployment a partition lets go (deployment/util/deployment_util.go,
   * NewRSReplicasLimit): a percentage below "100%" always leaves one behind.
   *
   * @param partition a number or a percentage
   * @param replicas those of the Deployment
   * @return from 0 to replicas
   */
  public static int newReplicasLimit(IntOrString partition, int replicas) {
    int limit = batch(partition, replicas);
    boolean partial = isText(partition) && !"100%".equals(partition.getStrVal());
    return replicas > 1 && partial ? Math.min(limit, replicas - 1) : limit;
  }

  /**
   * How many pods a rolling Deployment may lack (pkg/util/workloads_utils.go,
   * DeploymentMaxUnavailable).
   *
   * @param deployment a Deployment
   * @return 0 when it isn't rolling; 1 when it could otherwise not go on
   */
  public static int maxUnavailable(JsonNode deployment) {
    JsonNode strategy = Json.at(deployment, "spec", "strategy");
    int replicas = Json.at(deployment, "spec", "replicas").asInt(1);
    if (!strategy.path("type").asText().equals("RollingUpdate") || replicas == 0) {
      return 0;
    }
    JsonNode rolling = strategy.path("rollingUpdate");
    int surge = up(read(rolling.path("maxSurge")), replicas);
    int unavailable = down(read(rolling.path("maxUnavailable")), replicas);
    return surge == 0 && unavailable == 0 ? 1 : Math.min(unavailable, replicas);
  }

  /**
   * Whether a value is text, as percentages are.
   *
   * @param value a number or a percentage
   * @return false for a number
   */
  public static boolean isText(IntOrString value) {
    return value.getStrVal() != null;
  }

  /**
   * A value in a tree.
   *
   * @param tree where it stands
   * @return null when there is none
   */
  public static @Nullable IntOrString read(JsonNode tree) {
    return tree.isNumber() || tree.isTextual() ? Json.to(tree, IntOrString.class) : null;
  }

  private static int scaled(@Nullable IntOrString value, int total, boolean roundUp) {
    return value == null ? 0 : IntOrPercent.scaled(Json.tree(value), total, roundUp);
  }
}
