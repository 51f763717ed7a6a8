// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a release of a workload that is no Deployment, on the fake")
class KindsFakeTest extends KindsSuite {
  @RegisterExtension static final FakeCluster CLUSTER = new FakeCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }

  @ParameterizedTest
  @CsvSource({
    "apps/v1, StatefulSet, canary",
    "apps.kruise.io/v1alpha1, CloneSet, canary",
    "apps.kruise.io/v1alpha1, CloneSet, blue-green",
    "apps.kruise.io/v1beta1, StatefulSet, canary"
  })
  @DisplayName("walks, and is rolled back in the middle; the next one walks to its end")
  void kind(String apiVersion, String kind, String style) {
    walksAndRollsBack(apiVersion, kind, style);
  }

  @Test
  @DisplayName("that is blue-green stalls beyond the CloneSet's surge, and is told so")
  void surge() {
    surgeExhausted(Duration.ofSeconds(3));
  }
}
