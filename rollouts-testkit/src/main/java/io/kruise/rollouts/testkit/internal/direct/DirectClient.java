// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.testkit.internal.time.Activity;
import io.kruise.rollouts.testkit.internal.time.ClusterTime;
import io.kruise.rollouts.testkit.internal.weather.Gate;

/** A client in the same process. */
public final class DirectClient {
  /**
   * How beans become JSON. It depends on the classes alone, but fabric8 finds it out anew for each
   * client, which takes longer than all calls of a short test: here once for all of them.
   */
  private static final class Beans {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();
  }

  private DirectClient() {}

  /**
   * A client without a network. What it would repeat by itself after some time of the wall clock's,
   * it does not repeat, or repeats at once.
   *
   * @param gate the way to the server
   * @param activity runs all that the client has to do
   * @param time ends watches that have a timeout, and requests that are not answered
   * @return a client, in the namespace "default"
   */
  public static KubernetesClient of(Gate gate, Activity activity, ClusterTime time) {
    return of(gate, new PromptLanes(activity, time));
  }

  /**
   * A client without a network, of which each step is somebody's to decide.
   *
   * @param gate the way to the server
   * @param lanes when and where all happens
   * @return a client, in the namespace "default"
   */
  public static KubernetesClient of(Gate gate, Lanes lanes) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl("http://fake-kruise/")
                .withNamespace("default")
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(0)
                .build())
        .withHttpClientFactory(new DirectHttp.Factory(new Wire(gate, lanes)))
        .withKubernetesSerialization(Beans.JSON)
        .withTaskExecutor(lanes.work())
        .build();
  }
}
