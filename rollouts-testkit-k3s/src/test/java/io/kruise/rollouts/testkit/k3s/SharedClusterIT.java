// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kruise.rollouts.testkit.k3s.KruiseStartException.Reason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.testcontainers.DockerClientFactory;

@Tag("k3s")
@Timeout(300)
@DisplayName("test classes that share a cluster")
class SharedClusterIT {
  private static final List<String> CONTAINERS = new CopyOnWriteArrayList<>();

  @Test
  @DisplayName("have one container, which is gone after the last of them")
  void one() {
    CONTAINERS.clear();
    run(First.class, Second.class)
        .testEvents()
        .assertStatistics(events -> events.succeeded(2).failed(0));

    assertThat(CONTAINERS).hasSize(2).containsOnly(CONTAINERS.get(0));
    assertThat(
            DockerClientFactory.lazyClient()
                .listContainersCmd()
                .withShowAll(true)
                .withIdFilter(CONTAINERS)
                .exec())
        .isEmpty();
  }

  @Test
  @DisplayName("all fail with the same sentence when it does not start")
  void noCluster() {
    run(Doomed.class, DoomedToo.class)
        .containerEvents()
        .failed()
        .assertThatEvents()
        .hasSize(2)
        .allSatisfy(
            event ->
                assertThat(
                        event
                            .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                            .getThrowable())
                    .hasValueSatisfying(
                        failure ->
                            assertThat(failure)
                                .isInstanceOfSatisfying(
                                    KruiseStartException.class,
                                    each -> assertThat(each.reason()).isEqualTo(Reason.NO_IMAGE))));
  }

  private static EngineExecutionResults run(Class<?>... classes) {
    EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
    for (Class<?> each : classes) {
      kit.selectors(selectClass(each));
    }
    return kit.execute();
  }

  static class First {
    @RegisterExtension static final KruiseK3s KRUISE = KruiseK3s.shared();

    @Test
    void works() {
      assertThat(KRUISE.client().nodes().list().getItems()).isNotEmpty();
      CONTAINERS.add(KRUISE.cluster().container().getContainerId());
    }
  }

  static class Second {
    @RegisterExtension static final KruiseK3s KRUISE = KruiseK3s.shared();

    @Test
    void works() {
      assertThat(KRUISE.kubeconfig()).contains("clusters:");
      CONTAINERS.add(KRUISE.cluster().container().getContainerId());
    }
  }

  static class Doomed {
    @RegisterExtension
    static final KruiseK3s KRUISE =
        KruiseK3s.shared(K3sOptions.defaults().withImage("nowhere.invalid/k3s:none"));

    @Test
    void neverRuns() {
      throw new AssertionError("there is no cluster");
    }
  }

  static class DoomedToo {
    @RegisterExtension
    static final KruiseK3s KRUISE =
        KruiseK3s.shared(K3sOptions.defaults().withImage("nowhere.invalid/k3s:none"));

    @Test
    void neverRuns() {
      throw new AssertionError("there is no cluster");
    }
  }
}
