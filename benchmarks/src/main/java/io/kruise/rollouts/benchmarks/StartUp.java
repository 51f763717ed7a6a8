// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.benchmarks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.kruise.rollouts.testkit.FakeKruise;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** From nothing to the first answer, and closed again, in a JVM that did it before. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(1)
public class StartUp {

  /**
   * The fake cluster.
   *
   * @return what it answered
   */
  @Benchmark
  public int fakeKruise() {
    try (FakeKruise kruise = FakeKruise.start()) {
      return namespaces(kruise.client());
    }
  }

  /**
   * fabric8's mock server, in its CRUD mode.
   *
   * @return what it answered
   */
  @Benchmark
  public int fabric8CrudMock() {
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            false);
    server.init();
    try (KubernetesClient client = server.createClient()) {
      return namespaces(client);
    } finally {
      server.destroy();
    }
  }

  private static int namespaces(KubernetesClient client) {
    return client.namespaces().list().getItems().size();
  }
}
