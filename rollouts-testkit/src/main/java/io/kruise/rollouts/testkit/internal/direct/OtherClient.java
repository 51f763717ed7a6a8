// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.time.Activity;
import io.kruise.rollouts.testkit.internal.time.ClusterTime;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import io.kruise.rollouts.testkit.internal.weather.Gate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Another client of the cluster, in fair weather whatever is said; made when wanted. Thread-safe.
 */
public final class OtherClient implements Supplier<KubernetesClient>, AutoCloseable {
  private final ApiServer api;
  private final ClusterTime time;
  private @Nullable KubernetesClient client;
  private @Nullable Activity own;

  /**
   * Not made yet.
   *
   * @param api the server
   * @param time the cluster's time
   */
  public OtherClient(ApiServer api, ClusterTime time) {
    this.api = api;
    this.time = time;
  }

  @Override
  public synchronized KubernetesClient get() {
    if (client == null) {
      client = DirectClient.of(Gate.open(api), activity(), time);
    }
    return client;
  }

  private Activity activity() {
    if (time instanceof VirtualTime virtual) {
      return virtual.activity();
    }
    Activity made = new Activity();
    own = made;
    return made;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
    if (own != null) {
      own.close();
    }
  }
}
