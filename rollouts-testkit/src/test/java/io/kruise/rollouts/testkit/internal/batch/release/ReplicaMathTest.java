// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.testkit.internal.object.Json;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("numbers of pods")
class ReplicaMathTest {

  @ParameterizedTest(name = "{0} of {1}: batch {2}, Deployment {3}")
  @CsvSource({
    "5,    10, 5,  5",
    "20%,  10, 2,  2",
    "33%,  10, 4,  4",
    "100%, 10, 10, 10",
    "99%,  10, 10, 9",
    "80%,  3,  3,  2",
    "1%,   1,  1,  1",
    "200%, 10, 10, 9",
    "200,  10, 10, 10",
    "0,    10, 0,  0",
    "-3,   10, 0,  0",
    "abc,  10, 0,  0"
  })
  @DisplayName("a percentage below 100% never updates a Deployment's last pod")
  void limits(String planned, int replicas, int batch, int deployment) {
    assertThat(ReplicaMath.batch(value(planned), replicas)).isEqualTo(batch);
    assertThat(ReplicaMath.newReplicasLimit(value(planned), replicas)).isEqualTo(deployment);
  }

  @ParameterizedTest(name = "surge {1}, unavailable {2} of {0}: {3}")
  @CsvSource({
    "10, 25%, 25%, 2",
    "2,  0,   1%,  1",
    "2,  1%,  1%,  0",
    "3,  0,   9,   3",
    "0,  25%, 25%, 0"
  })
  @DisplayName("a rolling Deployment may lack some, fractions down")
  void maxUnavailable(int replicas, String surge, String unavailable, int lacking) {
    ObjectNode deployment = Json.object();
    Json.dig(deployment, "spec").put("replicas", replicas);
    Json.dig(deployment, "spec", "strategy").put("type", "RollingUpdate");
    ObjectNode rolling = Json.dig(deployment, "spec", "strategy", "rollingUpdate");
    rolling.set("maxSurge", Json.tree(value(surge)));
    rolling.set("maxUnavailable", Json.tree(value(unavailable)));
    assertThat(ReplicaMath.maxUnavailable(deployment)).isEqualTo(lacking);

    Json.dig(deployment, "spec", "strategy").put("type", "Recreate");
    assertThat(ReplicaMath.maxUnavailable(deployment)).isZero();
  }

  private static IntOrString value(String text) {
    return text.matches("-?\\d+") ? new IntOrString(Integer.valueOf(text)) : new IntOrString(text);
  }
}
