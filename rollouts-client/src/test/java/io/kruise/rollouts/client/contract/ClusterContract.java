// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.Watching;
import io.kruise.rollouts.client.support.Eventually;
import io.kruise.rollouts.client.support.ManualWaitClock;
import io.kruise.rollouts.client.support.RolloutFixture;
import io.kruise.rollouts.client.support.ScriptedApiServer;
import io.kruise.rollouts.client.support.Workloads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A server of its own for each test, with a workload that release r2 has just reached, and a client
 * whose time stands still. After each test nothing is left open.
 */
@Timeout(30)
abstract class ClusterContract {
  static final RolloutRef REF = new RolloutRef(RolloutFixture.NAMESPACE, RolloutFixture.NAME);

  final ScriptedApiServer server = ScriptedApiServer.started(http2());
  final ManualWaitClock clock = new ManualWaitClock();

  @SuppressWarnings("NullAway.Init")
  KubernetesClient kubernetes;

  @SuppressWarnings("NullAway.Init")
  RolloutOps ops;

  abstract HttpClient.Factory http();

  /** Whether client and server speak HTTP/2. */
  boolean http2() {
    return false;
  }

  /** Which waits share a watch. */
  Watching watching() {
    return Watching.PER_NAMESPACE;
  }

  @BeforeEach
  void connect() {
    server.workload(Workloads.releasing("r2", 2));
    kubernetes = newClient();
    ops = RolloutsClient.on(kubernetes, clock).watching(watching()).rollout(REF);
  }

  KubernetesClient newClient() {
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl(server.url()).build();
    return new KubernetesClientBuilder().withConfig(config).withHttpClientFactory(http()).build();
  }

  @AfterEach
  void nothingIsLeft() {
    try {
      Eventually.holds("all watches to be closed", () -> server.openWatches() == 0);
      Eventually.holds("all timers to be taken back", () -> clock.pending().isEmpty());
    } finally {
      kubernetes.close();
      clock.close();
      server.close();
    }
  }

  int storedStep() {
    return stepStatus().path("currentStepIndex").asInt();
  }

  String storedState() {
    return stepStatus().path("currentStepState").asText();
  }

  private JsonNode stepStatus() {
    JsonNode status = server.stored().path("status");
    return status.has("canaryStatus")
        ? status.path("canaryStatus")
        : status.path("blueGreenStatus");
  }

  void assertNothingWritten() {
    assertThat(server.count(ScriptedApiServer.Kind.PATCH_STATUS)).isZero();
    assertThat(server.count(ScriptedApiServer.Kind.PATCH_SPEC)).isZero();
  }
}
