// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.kruise.rollouts.testkit.FakeKruise;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("the fake API server says what the real one says")
class ContractTest {
  private final FakeKruise kruise = FakeKruise.start();
  private final Server server;

  ContractTest() throws Exception {
    server = Server.of(Config.fromKubeconfig(kruise.kubeconfig()), "contract-fake");
  }

  @BeforeAll
  void prepare() throws Exception {
    Contract.prepare(server);
  }

  @AfterAll
  void close() throws Exception {
    try (kruise) {
      Contract.cleanUp(server);
    }
  }

  @TestFactory
  Stream<DynamicTest> checks() {
    Map<String, String> expected = Observations.expected();
    Map<String, Difference> differences = Difference.known();
    return Contract.checks().stream()
        .map(
            check ->
                DynamicTest.dynamicTest(
                    check.name(),
                    () -> {
                      Difference difference = differences.get(check.name());
                      String seen = Observations.observe(check, server);
                      if (difference == null) {
                        assertThat(seen).isEqualTo(expected.get(check.name()));
                      } else {
                        assertThat(seen)
                            .as("what it says otherwise: %s", difference.reason())
                            .isEqualTo(difference.fake());
                      }
                    }));
  }

  @Test
  @DisplayName("each check was asked of the real one, and no other")
  void complete() {
    assertThat(Contract.checks())
        .extracting(Check::name)
        .containsExactlyElementsOf(Observations.expected().keySet());
  }

  @Test
  @DisplayName("each known difference is one")
  void different() {
    Map<String, String> expected = Observations.expected();
    assertThat(Difference.known())
        .allSatisfy(
            (name, difference) -> {
              assertThat(expected).containsKey(name);
              assertThat(difference.fake()).isNotEqualTo(expected.get(name));
            });
  }
}
