// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Writes down anew what the real API server says. Not part of a build, but run by name against a
 * cluster, as $KUBECONFIG says: {@code mvn test -pl rollouts-testkit -am -Dtest=RecordContract}.
 */
class RecordContract {
  private static final Path FILE = Path.of("src/test/resources/contract/expected.txt");

  @Test
  @DisplayName("what the real API server says is written down")
  void record() throws Exception {
    Server server = Server.of(Config.autoConfigure(null), "contract-recording");
    Contract.prepare(server);
    try {
      Observations.write(FILE, Observations.of(server));
    } finally {
      Contract.cleanUp(server);
    }
    assertThat(FILE).isNotEmptyFile();
  }
}
