// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
@DisplayName("how many pods a step means")
class ScaleTest {
  @ParameterizedTest(name = "{0} of {1}, one kept old: {2}")
  @CsvSource({
    "1, 10, true, 1",
    "12, 10, true, 10",
    "50%, 10, true, 5",
    "50%, 5, true, 3",
    "99%, 10, true, 9",
    "99%, 10, false, 10",
    "80%, 3, true, 2",
    "80%, 3, false, 3",
    "50%, 1, true, 1",
    "100%, 10, true, 10",
    "'', 10, true, 0"
  })
  @DisplayName("a percentage is rounded up, and leaves a pod of a Deployment old unless it is 100%")
  void scaled(String replicas, int total, boolean capped, int pods) {
    assertThat(Scale.of(replicas, total, capped)).isEqualTo(pods);
  }
}
