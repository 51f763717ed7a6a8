// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kruise.rollouts.testkit.contract.Contract;
import io.kruise.rollouts.testkit.contract.Observations;
import io.kruise.rollouts.testkit.contract.Server;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("real")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("the real API server says what the fake is held against")
class ContractIT {
  @RegisterExtension static final RealCluster cluster = new RealCluster();

  private Server server;

  @BeforeAll
  void prepare() throws Exception {
    server = Server.of(cluster.config(), cluster.namespace() + "-asked");
    Contract.prepare(server);
    // An API server forgets every five minutes (our bed's every minute), and one check asks for what is forgotten.
    await()
        .atMost(Duration.ofMinutes(11))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                server
                        .get(server.widgets() + "?resourceVersionMatch=Exact&resourceVersion=1")
                        .code()
                    == 410);
  }

  @AfterAll
  void cleanUp() throws Exception {
    Contract.cleanUp(server);
  }

  @TestFactory
  Stream<DynamicTest> checks() {
    Map<String, String> expected = Observations.expected();
    return Contract.checks().stream()
        .map(
            check ->
                DynamicTest.dynamicTest(
                    check.name(),
                    () ->
                        assertThat(Observations.observe(check, server))
                            .isEqualTo(expected.get(check.name()))));
  }
}
