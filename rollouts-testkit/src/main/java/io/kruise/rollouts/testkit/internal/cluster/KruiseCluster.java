// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.cluster;

import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.time.ClusterTime;
import java.util.List;

/** What makes up a cluster with Kruise Rollouts: its types, webhooks and controllers. */
public final class KruiseCluster {
  private KruiseCluster() {}

  /**
   * A cluster without objects, driven by its time.
   *
   * @param time its time; closed by the caller
   * @return the cluster
   */
  public static Cluster on(ClusterTime time) {
    Cluster cluster =
        new Cluster(
            new ResourceRegistry(),
            SchemaRules.NONE,
            admissions(),
            controllers(),
            time::now,
            time::woken);
    time.drive(cluster);
    return cluster;
  }

  private static List<Admission> admissions() {
    return List.of();
  }

  private static List<Controller> controllers() {
    return List.of();
  }
}
