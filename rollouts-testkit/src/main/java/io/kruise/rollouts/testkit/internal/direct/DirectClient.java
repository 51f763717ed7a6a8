// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kruise.rollouts.testkit.internal.api.ApiServer;

/** A client in the same process. */
public final class DirectClient {
  private DirectClient() {}

  /**
   * A client without a network. What it would repeat by itself after some time of the wall clock's,
   * it does not repeat, or repeats at once.
   *
   * @param api the server
   * @param lanes when and where all happens
   * @return a client, in the namespace "default"
   */
  public static KubernetesClient of(ApiServer api, Lanes lanes) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl("http://fake-kruise/")
                .withNamespace("default")
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(0)
                .build())
        .withHttpClientFactory(new DirectHttp.Factory(new Wire(api, lanes)))
        .withTaskExecutor(lanes.work())
        .build();
  }
}
