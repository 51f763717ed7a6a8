// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.kruise.rollouts.testkit.scenario.Plane;
import io.kruise.rollouts.testkit.scenario.RealPlane;
import java.util.UUID;

/** Namespaces for scenarios on the run's cluster. */
final class RealPlanes implements AutoCloseable {
  private static final int LONGEST_NAME = 50;

  private final HttpClient http;
  private final String url;
  private final String run = UUID.randomUUID().toString().substring(0, 6);

  RealPlanes(Config config) {
    // a write that is sent twice would be another scenario
    config.setRequestRetryBackoffLimit(0);
    http = new VertxHttpClientFactory().newBuilder(config).build();
    url = config.getMasterUrl();
  }

  Plane open(String name) {
    String namespace = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return RealPlane.open(http, url, "s-" + run + "-" + namespace);
  }

  @Override
  public void close() {
    http.close();
  }
}
